import { ConfigError, formatShape, type RandomStream, type Shape, sizeOf, Tensor } from '@cnn/tensor';
import { bilinearKernel } from './bilinear-kernel.js';
import { oneOf } from './options.js';

/**
 * How the weights of a layer start.
 * - `glorotUniform`, `glorotNormal`: variance 2 / (fan in + fan out), which keeps the sizes of activations and
 *   gradients level through layers of tanh. Glorot and Bengio, "Understanding the difficulty of training deep
 *   feedforward neural networks", AISTATS 2010.
 * - `heUniform`, `heNormal`: variance 2 / fan in, the same for layers of relu. He, Zhang, Ren and Sun, "Delving
 *   deep into rectifiers", ICCV 2015.
 * - `bilinear`: for transposed convolutions, which then start by interpolating each channel for itself. Long,
 *   Shelhamer and Darrell, "Fully convolutional networks for semantic segmentation", CVPR 2015. Not in Keras.
 * - `zeros`, `ones`.
 *
 * The normal ones are cut off at two standard deviations, as in Keras.
 */
export type InitializerName =
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'bilinear'
  | 'zeros'
  | 'ones';

/** Tells the numbers of a tensor one after another. */
type Draw = (random: RandomStream, index: number) => number;

/** What an initializer may go by. */
interface Fans {
  /** How many numbers a unit sums up. */
  fanIn: number;
  /** How many units use each. */
  fanOut: number;
}

const initializers: Readonly<Record<InitializerName, (fans: Fans, shape: Shape) => Draw>> = {
  glorotUniform: ({ fanIn, fanOut }) => uniform(2 / (fanIn + fanOut)),
  glorotNormal: ({ fanIn, fanOut }) => truncatedNormal(2 / (fanIn + fanOut)),
  heUniform: ({ fanIn }) => uniform(2 / fanIn),
  heNormal: ({ fanIn }) => truncatedNormal(2 / fanIn),
  bilinear: (_, shape) => {
    const kernel = bilinearKernel(shape);
    return (_, index) => kernel[index]!;
  },
  zeros: () => () => 0,
  ones: () => () => 1,
};

/** Makes a tensor that starts as an initializer prescribes. The same stream gives the same numbers. */
export function initialize(name: InitializerName, shape: Shape, random: RandomStream): Tensor<'f32'> {
  const draw = initializers[name](fans(shape), shape);
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, (_, index) => draw(random, index)),
  );
}

/** @throws ConfigError when a weight of this shape cannot start so */
export function checkInitializer(label: string, role: string, name: InitializerName, shape: Shape): void {
  if (name !== 'bilinear' || (shape.length === 4 && shape[2] === shape[3])) return;
  throw new ConfigError(
    `The ${role} of ${label} is to start as 'bilinear' and has the shape ${formatShape(shape)}; only kernels [height, width, filters, channels] of transposed convolutions can, with as many filters as channels. Choose another initializer, such as 'glorotUniform'.`,
  );
}

/** @throws ConfigError unless `name` is an initializer's; the message tells the nearest. */
export function initializerName(what: string, name: unknown): InitializerName {
  return oneOf(what, name, Object.keys(initializers) as InitializerName[]);
}

/**
 * Of a kernel: the last two axes are inputs and outputs, those
 * before them the positions of a convolution's window.
 */
function fans(shape: Shape): Fans {
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
