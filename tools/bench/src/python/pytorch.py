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


def images(batch):
    return torch.randn(batch, 3, 32, 32).to(memory_format=torch.channels_last)


def step(batch):
    model = network()
    x, y = images(batch), torch.randint(10, (batch,))
    optimizer = torch.optim.Adam(model.parameters(), eps=1e-7)
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
    makers = {"step": step, "forward": forward}
    maker = makers.get(task["kind"])
    return maker and maker(task["batch"])


serve(prepare)
