import { type RandomStream, type Shape, sizeOf, Tensor } from '@cnn/tensor';
import { oneOf } from './options.js';

/**
 * How the weights of a layer start.
 * - `glorotUniform`, `glorotNormal`: variance 2 / (fan in + fan out), which keeps the sizes of activations and
 *   gradients level through layers of tanh. Glorot and Bengio, "Understanding the difficulty of training deep
 *   feedforward neural networks", AISTATS 2010.
 * - `heUniform`, `heNormal`: variance 2 / fan in, the same for layers of relu. He, Zhang, Ren and Sun, "Delving
 *   deep into rectifiers", ICCV 2015.
 * - `zeros`, `ones`.
 *
 * The normal ones are cut off at two standard deviations, as in Keras.
 */
export type InitializerName = 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal' | 'zeros' | 'ones';

type Draw = (random: RandomStream) => number;

/** For each initializer, what draws one number, given how many inputs and outputs each unit has. */
const initializers: Readonly<Record<InitializerName, (fanIn: number, fanOut: number) => Draw>> = {
  glorotUniform: (fanIn, fanOut) => uniform(2 / (fanIn + fanOut)),
  glorotNormal: (fanIn, fanOut) => truncatedNormal(2 / (fanIn + fanOut)),
  heUniform: (fanIn) => uniform(2 / fanIn),
  heNormal: (fanIn) => truncatedNormal(2 / fanIn),
  zeros: () => () => 0,
  ones: () => () => 1,
};

/** Makes a tensor that starts as an initializer prescribes. The same stream gives the same numbers. */
export function initialize(name: InitializerName, shape: Shape, random: RandomStream): Tensor<'f32'> {
  const { fanIn, fanOut } = fans(shape);
  const draw = initializers[name](fanIn, fanOut);
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => draw(random)),
  );
}

/** @throws ConfigError unless `name` is an initializer's; the message tells the nearest. */
export function initializerName(what: string, name: unknown): InitializerName {
  return oneOf(what, name, Object.keys(initializers) as InitializerName[]);
}

/**
 * How many numbers a unit sums up, and how many units use each: the last two axes are inputs and outputs, those
 * before them the positions of a convolution's window.
 */
function fans(shape: Shape): { fanIn: number; fanOut: number } {
  const fanOut = shape.at(-1) ?? 1;
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * (shape.at(-2) ?? fanOut), fanOut: window * fanOut };
}

function uniform(variance: number): Draw {
  const limit = Math.sqrt(3 * variance);
  return (random) => random.uniform(-limit, limit);
}

/** Standard deviation of a unit normal distribution that is cut off at ±2. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

function truncatedNormal(variance: number): Draw {
  const deviation = Math.sqrt(variance) / TRUNCATED_DEVIATION;
  return (random) => {
    for (;;) {
      const drawn = random.normal();
      if (Math.abs(drawn) <= 2) return drawn * deviation;
    }
  };
}
