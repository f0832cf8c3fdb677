"""Keras on the CPU, on the backend that it is configured for: `python keras_cpu.py <variant> <threads>`."""

import os
import sys

# Each backend has its own way to be told, and JAX has none; all of them heed the processors that they may run on.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv[2])])

import keras  # noqa: E402
import numpy  # noqa: E402

from measuring import serve  # noqa: E402

numbers = numpy.random.default_rng(0)


def network():
    return keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def images(batch):
    return numbers.standard_normal((batch, 32, 32, 3), dtype="float32")


def step(batch):
    model = network()
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    x, y = images(batch), numbers.integers(10, size=batch)
    return lambda: model.train_on_batch(x, y)


def forward(batch):
    model = network()
    x = images(batch)
    return lambda: model.predict_on_batch(x)


def prepare(task):
    makers = {"step": step, "forward": forward}
    maker = makers.get(task["kind"])
    return maker and maker(task["batch"])


serve(prepare)
