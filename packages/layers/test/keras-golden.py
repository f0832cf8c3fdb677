"""Writes keras-golden.json: models as Keras writes them, and their outputs for weights and inputs given by formulas.

pip install keras jax && KERAS_BACKEND=jax python keras-golden.py
"""

import json
import pathlib

import keras
import numpy as np

layers = keras.layers


def outputs(model, *shapes):
    """Fills the model's weights and inputs by formulas, and computes."""
    model.set_weights([contents(i, weight) for i, weight in enumerate(model.weights)])
    inputs = [np.cos(0.9 * np.arange(np.prod(shape)) + i).reshape(shape) for i, shape in enumerate(shapes)]
    results = model(inputs if len(inputs) > 1 else inputs[0])
    results = results if isinstance(results, list) else [results]
    return [np.asarray(result).astype(float).round(7).tolist() for result in results]


def contents(i, weight):
    wave = np.sin(1.7 * np.arange(np.prod(weight.shape)) + i).reshape(weight.shape)
    return 1.1 + wave if weight.name == "moving_variance" else wave


def written(model):
    return json.loads(model.to_json())


sequential = keras.Sequential(
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

left, right = layers.Input((6, 4, 3), name="left"), layers.Input((6, 4, 3))
shared = layers.Conv2D(4, 3, padding="same", activation="relu")
a, b = shared(left), shared(right)
merged = [merge()([a, b]) for merge in (layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum)]
c = layers.BatchNormalization()(layers.Concatenate()([*merged, layers.Subtract()([a, b])]))
c = layers.Conv2D(2, 1)(layers.Cropping2D([[1, 0], [0, 1]])(layers.ZeroPadding2D((2, 1))(c)))
d = layers.Conv2D(3, 2, strides=2)(layers.UpSampling2D((1, 2), interpolation="bilinear")(c))
d = layers.GaussianNoise(0.1)(layers.SpatialDropout2D(0.3)(d))
e = layers.Permute((3, 1, 2))(layers.UpSampling2D(2)(d))
f = layers.Concatenate(axis=1)([layers.GlobalAveragePooling2D()(d), layers.GlobalMaxPooling2D()(d)])
g = layers.Dense(3, name="scores")(layers.Dropout(0.5)(f))
h = layers.Reshape((-1, 5))(e)
functional = keras.Model([left, right], [g, h], name="branches")

normalizations = keras.Sequential(
    [
        layers.Input((9, 11, 3), name="input_layer"),
        layers.Normalization(mean=[0.1, 0, -0.2], variance=[0.5, 2, 1]),
        layers.Conv2D(8, 3, strides=2, activation="gelu"),
        layers.BatchNormalization(),
        layers.ReLU(max_value=2, negative_slope=0.1, threshold=0.2),
        layers.GroupNormalization(groups=4),
        layers.LeakyReLU(),
        layers.Conv2D(6, 2, activation="silu", use_bias=False),
        layers.LayerNormalization(epsilon=0.01),
        layers.PReLU(shared_axes=[1, 2]),
        layers.SpatialDropout2D(0.3),
        layers.GaussianNoise(0.1),
        layers.BatchNormalization(scale=False, momentum=0.9, epsilon=1e-5, trainable=False),
        layers.ELU(alpha=0.5),
        layers.GroupNormalization(groups=-1, center=False),
        layers.Dense(5, activation="hard_silu"),
        layers.Activation("selu"),
        layers.Dense(5, activation="softplus"),
        layers.Activation("hard_sigmoid"),
        layers.Dense(5, activation="leaky_relu"),
        layers.Activation("relu6"),
        layers.Activation("elu"),
        layers.Flatten(),
        layers.Dense(4),
        layers.Softmax(),
    ]
)

image = layers.Input((5, 4, 3), name="image")
starts = [
    keras.initializers.RandomNormal(stddev=0.02),
    keras.initializers.TruncatedNormal(mean=0.1),
    keras.initializers.RandomUniform(-1, 2),
    keras.initializers.VarianceScaling(2, "fan_out", "uniform"),
    keras.initializers.Orthogonal(0.5),
    keras.initializers.Constant(0.25),
    "lecun_normal",
]
i = image
for start in starts:
    i = layers.Conv2D(3, 1, activation="tanh", kernel_initializer=start, bias_initializer="random_uniform")(i)
starting = keras.Model([image], [keras.ops.softmax(keras.ops.concatenate([i, image], axis=-1))], name="starting")

golden = {
    "keras": keras.__version__,
    "sequential": {"model": written(sequential), "outputs": outputs(sequential, (3, 9, 11, 3))},
    "functional": {"model": written(functional), "outputs": outputs(functional, (2, 6, 4, 3), (2, 6, 4, 3))},
    "normalizations": {"model": written(normalizations), "outputs": outputs(normalizations, (3, 9, 11, 3))},
    "starting": {"model": written(starting), "outputs": outputs(starting, (2, 5, 4, 3))},
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, indent=1) + "\n")
