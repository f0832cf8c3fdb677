import { ConfigError } from '@cnn/tensor';
import { expectKnownOptions, finite, oneOf, positive, show } from './options.js';

/**
 * How the weights of a layer start.
 * - `glorotUniform`, `glorotNormal`: variance 2 / (fan in + fan out), which keeps the sizes of activations and
 *   gradients level through layers of tanh. Glorot and Bengio, "Understanding the difficulty of training deep
 *   feedforward neural networks", AISTATS 2010.
 * - `heUniform`, `heNormal`: variance 2 / fan in, the same for layers of relu. He, Zhang, Ren and Sun, "Delving
 *   deep into rectifiers", ICCV 2015.
 * - `lecunUniform`, `lecunNormal`: variance 1 / fan in, the same for layers of selu. LeCun, Bottou, Orr and Müller,
 *   "Efficient backprop", 1998; Klambauer et al., "Self-normalizing neural networks", NeurIPS 2017.
 * - `bilinear`: for transposed convolutions, which then start by interpolating each channel for itself. Long,
 *   Shelhamer and Darrell, "Fully convolutional networks for semantic segmentation", CVPR 2015. Not in Keras.
 * - `zeros`, `ones`.
 * - `randomNormal`, `randomUniform`, `truncatedNormal`, `varianceScaling`, `orthogonal`, `constant`: what the functions
 *   of these names make without options.
 *
 * The normal ones are cut off at two standard deviations, as in Keras, all but `randomNormal`.
 */
export type InitializerName =
  | PlainInitializer
  | 'randomNormal'
  | 'randomUniform'
  | 'truncatedNormal'
  | 'varianceScaling'
  | 'orthogonal'
  | 'constant';

/** Those without options. */
export type PlainInitializer =
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunUniform'
  | 'lecunNormal'
  | 'bilinear'
  | 'zeros'
  | 'ones';

/** What a variance is divided by: the inputs of a unit, the outputs of an input, or their mean. */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg';

/** How numbers of a variance are distributed around 0. */
export type ScaledDistribution = 'truncatedNormal' | 'untruncatedNormal' | 'uniform';

/** What {@link varianceScaling} makes. */
export interface VarianceScaling {
  readonly className: 'VarianceScaling';
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: ScaledDistribution;
}

/** What {@link randomNormal} and {@link truncatedNormal} make. */
export interface NormalInitializer {
  readonly className: 'RandomNormal' | 'TruncatedNormal';
  readonly mean: number;
  readonly stddev: number;
}

/** How weights start, with options. */
export type MadeInitializer =
  | NormalInitializer
  | VarianceScaling
  | { readonly className: 'RandomUniform'; readonly minval: number; readonly maxval: number }
  | { readonly className: 'Orthogonal'; readonly gain: number }
  | { readonly className: 'Constant'; readonly value: number };

/** How weights start, with all options: what layers make of an {@link Initializer}. */
export type KnownInitializer = PlainInitializer | MadeInitializer;

/** How weights start: a name, or what a function such as {@link randomNormal} made. */
export type Initializer = InitializerName | MadeInitializer;

export interface NormalOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Standard deviation, 0 or more. Default 0.05. */
  readonly stddev?: number;
}

export interface RandomUniformOptions {
  /** Default −0.05. */
  readonly minval?: number;
  /** Default 0.05. */
  readonly maxval?: number;
}

export interface VarianceScalingOptions {
  /** Default 1. */
  readonly scale?: number;
  /** Default `fanIn`. */
  readonly mode?: FanMode;
  /** Default `truncatedNormal`. */
  readonly distribution?: ScaledDistribution;
}

/**
 * Numbers of a normal distribution.
 * @example conv2d({ filters: 64, kernelSize: 4, kernelInitializer: randomNormal({ stddev: 0.02 }) })
 * @throws ConfigError for unusable options
 */
export function randomNormal(options: NormalOptions = {}): MadeInitializer {
  return { className: 'RandomNormal', ...normalOptions('randomNormal', options) };
}

/**
 * Numbers of a normal distribution of which those farther than two standard deviations from the mean are drawn again,
 * so that their own deviation is 0.88 times `stddev`.
 * @throws ConfigError for unusable options
 */
export function truncatedNormal(options: NormalOptions = {}): MadeInitializer {
  return { className: 'TruncatedNormal', ...normalOptions('truncatedNormal', options) };
}

/** Numbers from `minval` to `maxval`, each as likely. @throws ConfigError for unusable options */
export function randomUniform(options: RandomUniformOptions = {}): MadeInitializer {
  expectKnownOptions('randomUniform', options, ['minval', 'maxval']);
  const minval = finite('The minval of randomUniform', options.minval ?? -0.05);
  const maxval = finite('The maxval of randomUniform', options.maxval ?? 0.05);
  if (minval <= maxval) return { className: 'RandomUniform', minval, maxval };
  throw new ConfigError(
    `randomUniform goes from ${minval} to ${maxval}; the minval must not be above the maxval. Exchange them.`,
  );
}

/**
 * Numbers around 0 whose variance is `scale` / fan, also when they are cut off at two standard deviations.
 * @throws ConfigError for unusable options
 */
export function varianceScaling(options: VarianceScalingOptions = {}): MadeInitializer {
  expectKnownOptions('varianceScaling', options, ['scale', 'mode', 'distribution']);
  const { scale = 1, mode = 'fanIn', distribution = 'truncatedNormal' } = options;
  const distributions = ['truncatedNormal', 'untruncatedNormal', 'uniform'] as const;
  return {
    className: 'VarianceScaling',
    scale: positive('The scale of varianceScaling', scale),
    mode: oneOf('The mode of varianceScaling', mode, ['fanIn', 'fanOut', 'fanAvg']),
    distribution: oneOf('The distribution of varianceScaling', distribution, distributions),
  };
}

/**
 * Vectors of length `gain`, each at right angles to all others: the columns of a kernel that was flattened to `[inputs,
 * outputs]`, or its rows where these are fewer. Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics
 * of learning in deep linear neural networks", ICLR 2014.
 * @throws ConfigError for unusable options
 */
export function orthogonal(options: { readonly gain?: number } = {}): MadeInitializer {
  expectKnownOptions('orthogonal', options, ['gain']);
  return { className: 'Orthogonal', gain: finite('The gain of orthogonal', options.gain ?? 1) };
}

/** The same number everywhere. @throws ConfigError unless it is one */
export function constant(value = 0): MadeInitializer {
  return { className: 'Constant', value: finite('The value of constant', value) };
}

function normalOptions(
  of: string,
  options: NormalOptions,
): { readonly mean: number; readonly stddev: number } {
  expectKnownOptions(of, options, ['mean', 'stddev']);
  const { mean = 0, stddev = 0.05 } = options;
  if (finite(`The stddev of ${of}`, stddev) >= 0) return { mean: finite(`The mean of ${of}`, mean), stddev };
  throw new ConfigError(
    `The stddev of ${of} is ${show(stddev)}; it must be a standard deviation. Choose 0 or more.`,
  );
}
