import { type RandomStream, type Shape, sizeOf, Tensor } from '@cnn/tensor';
import { bilinearKernel } from './bilinear-kernel.js';
import type { KnownInitializer, MadeInitializer, PlainInitializer, VarianceScaling } from './initializers.js';
import { orthogonalMatrix } from './orthogonal-matrix.js';

/** Tells the numbers of a tensor one after another. */
type Draw = (index: number) => number;

/** Those that are kinds of variance scaling. */
const scalings: Partial<Record<PlainInitializer, Omit<VarianceScaling, 'className'>>> = {
  glorotUniform: { scale: 1, mode: 'fanAvg', distribution: 'uniform' },
  glorotNormal: { scale: 1, mode: 'fanAvg', distribution: 'truncatedNormal' },
  heUniform: { scale: 2, mode: 'fanIn', distribution: 'uniform' },
  heNormal: { scale: 2, mode: 'fanIn', distribution: 'truncatedNormal' },
  lecunUniform: { scale: 1, mode: 'fanIn', distribution: 'uniform' },
  lecunNormal: { scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' },
};

/** Makes a tensor that starts as an initializer prescribes. The same stream gives the same numbers. */
export function initialize(initializer: KnownInitializer, shape: Shape, random: RandomStream): Tensor<'f32'> {
  const draw =
    typeof initializer === 'string' ? named(initializer, shape, random) : made(initializer, shape, random);
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, (_, index) => draw(index)),
  );
}

function named(name: PlainInitializer, shape: Shape, random: RandomStream): Draw {
  if (name === 'zeros') return () => 0;
  if (name === 'ones') return () => 1;
  if (name === 'bilinear') return elementOf(bilinearKernel(shape));
  return scaled(scalings[name]!, shape, random);
}

function made(initializer: MadeInitializer, shape: Shape, random: RandomStream): Draw {
  switch (initializer.className) {
    case 'RandomNormal':
      return () => initializer.mean + initializer.stddev * random.normal();
    case 'TruncatedNormal':
      return () => initializer.mean + initializer.stddev * truncated(random);
    case 'RandomUniform':
      return () => random.uniform(initializer.minval, initializer.maxval);
    case 'VarianceScaling':
      return scaled(initializer, shape, random);
    case 'Orthogonal': {
      const matrix = orthogonalMatrix(sizeOf(shape.slice(0, -1)), shape.at(-1)!, random);
      return (index) => initializer.gain * matrix[index]!;
    }
    case 'Constant':
      return () => initializer.value;
  }
}

/** Standard deviation of a unit normal distribution that is cut off at ±2. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

function scaled(
  { scale, mode, distribution }: Omit<VarianceScaling, 'className'>,
  shape: Shape,
  random: RandomStream,
): Draw {
  const variance = scale / fans(shape)[mode];
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    return () => random.uniform(-limit, limit);
  }
  if (distribution === 'untruncatedNormal') return () => Math.sqrt(variance) * random.normal();
  const deviation = Math.sqrt(variance) / TRUNCATED_DEVIATION;
  return () => truncated(random) * deviation;
}

/**
 * How many numbers a unit sums up, how many units use each, and the mean of both. Of a kernel: the last two axes are
 * inputs and outputs, those before them the positions of a convolution's window.
 */
function fans(shape: Shape): Record<VarianceScaling['mode'], number> {
  const outputs = shape.at(-1) ?? 1;
  const window = sizeOf(shape.slice(0, -2));
  const [fanIn, fanOut] = [window * (shape.at(-2) ?? outputs), window * outputs];
  return { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 };
}

/** A unit normal number of −2 … 2. */
function truncated(random: RandomStream): number {
  for (;;) {
    const drawn = random.normal();
    if (Math.abs(drawn) <= 2) return drawn;
  }
}

function elementOf(numbers: Float32Array): Draw {
  return (index) => numbers[index]!;
}
