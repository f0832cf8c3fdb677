"""PyTorch on the CPU: `python pytorch.py <variant> <threads>`."""

import sys

import torch
from torch import nn

from measuring import serve

torch.set_num_threads(int(sys.argv[2]))
torch.manual_seed(0)


def network():
    model = nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(3136, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )
    return model.to(memory_format=torch.channels_last)


class Block(nn.Module):
    """Two 3×3 convolutions and a shortcut without parameters, He et al. 2016, option A."""

    def __init__(self, channels, filters):
        super().__init__()
        self.stride = 1 if channels == filters else 2
        self.padding = (filters - channels) // 2
        self.first = nn.Conv2d(channels, filters, 3, self.stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(filters)
        self.second = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(filters)

    def forward(self, x):
        y = torch.relu(self.first_norm(self.first(x)))
        y = self.second_norm(self.second(y))
        if self.stride == 2:
            x = nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding, self.padding))
        return torch.relu(x + y)


def resnet20():
    layers = [nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    channels = 16
    for filters in (16, 32, 64):
        for _ in range(3):
            layers.append(Block(channels, filters))
            channels = filters
    model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
    return model.to(memory_format=torch.channels_last)


def images(batch):
    return torch.randn(batch, 3, 32, 32).to(memory_format=torch.channels_last)


def reference_step(batch):
    model = network()
    return step(model, torch.optim.Adam(model.parameters(), eps=1e-7), batch)


def resnet20_step(batch):
    model = resnet20()
    return step(model, torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), batch)


def step(model, optimizer, batch):
    x, y = images(batch), torch.randint(10, (batch,))
    loss = nn.CrossEntropyLoss()

    def run():
        optimizer.zero_grad(set_to_none=True)
        loss(model(x), y).backward()
        optimizer.step()

    return run


def forward(batch):
    model = network().eval()
    x = images(batch)

    def run():
        with torch.inference_mode():
            torch.softmax(model(x), 1)

    return run


def prepare(task):
    makers = {"step": reference_step, "forward": forward, "resnet20Step": resnet20_step}
    maker = makers.get(task["kind"])
    return maker and maker(task["batch"])


serve(prepare)
