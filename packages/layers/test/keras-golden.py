"""Writes keras-golden.json: a model as Keras writes it, and its outputs for weights and inputs given by formulas.

pip install keras jax && KERAS_BACKEND=jax python keras-golden.py
"""

import json
import pathlib

import keras
import numpy as np

layers = keras.layers
model = keras.Sequential(
    [
        layers.Input((9, 11, 3)),
        layers.Rescaling([0.5, 1, 2], offset=[0, 0.1, -0.1]),
        layers.Conv2D(4, (3, 2), strides=(2, 1), padding="same", activation="relu", kernel_initializer="he_normal"),
        layers.MaxPooling2D(2, strides=1, padding="same"),
        layers.AveragePooling2D((2, 3), padding="same"),
        layers.Conv2D(5, 2, activation="tanh", use_bias=False),
        layers.Conv2D(6, (2, 3), padding="same", dilation_rate=(2, 1), activation="sigmoid"),
        layers.Conv2D(4, 3, strides=2, padding="same", groups=2, activation="tanh"),
        layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, activation="tanh"),
        layers.Conv2DTranspose(3, (3, 2), strides=2, padding="same", activation="sigmoid"),
        layers.Conv2DTranspose(2, 3, strides=(2, 1), padding="same", output_padding=0, activation="tanh"),
        layers.SeparableConv2D(5, (2, 3), depth_multiplier=2, depthwise_initializer="he_normal", activation="tanh"),
        layers.Dense(6, activation="sigmoid"),
        layers.Flatten(),
        layers.Dropout(0.5, seed=1),
        layers.Activation("relu"),
        layers.Dense(4, activation="softmax", name="scores"),
    ]
)
model.set_weights([np.sin(1.7 * np.arange(w.size) + i).reshape(w.shape) for i, w in enumerate(model.get_weights())])
x = np.cos(0.9 * np.arange(3 * 9 * 11 * 3)).reshape(3, 9, 11, 3)
golden = {
    "keras": keras.__version__,
    "model": json.loads(model.to_json()),
    "outputs": np.asarray(model(x)).astype(float).round(7).tolist(),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=1) + "\n")
