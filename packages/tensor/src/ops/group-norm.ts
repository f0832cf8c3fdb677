import { ConfigError } from '../errors.js';
import { defineOp, type Op, type Value } from '../graph.js';
import { type Shape, sizeOf } from '../shape.js';
import { expectAxes, expectPerChannel } from './expect.js';
import { vectorPeriod } from './vector-period.js';

interface GroupNormInputs {
  readonly x: Value;
  /** Absent: ones. */
  readonly gamma?: Value | undefined;
  /** Absent: zeros. */
  readonly beta?: Value | undefined;
}

export interface GroupNorm {
  /** How many groups the channels are divided into. */
  readonly groups: number;
  /** Keeps a variance of 0 from being divided by. */
  readonly epsilon: number;
}

/**
 * y = (x − mean) / √(variance + epsilon) · gamma + beta, mean and variance being those of a group of adjoining
 * channels in one sample: x `[batch, …, channels]`, gamma and beta `[channels]` → y as x, mean and variance
 * `[batch, groups]`. Wu and He, "Group normalization", ECCV 2018.
 * @throws ConfigError unless the groups divide the channels
 */
export const groupNorm: Op<GroupNormInputs, GroupNorm, 'y' | 'mean' | 'variance'> = defineOp('groupNorm', {
  infer: ({ x, ...perChannel }, { groups }) => {
    expectPerChannel('groupNorm', { x }, perChannel);
    const { samples } = sizesOf('groupNorm', x.shape, groups);
    const statistic = { shape: [samples, groups], dtype: 'f32' } as const;
    return { y: { shape: x.shape, dtype: 'f32' }, mean: statistic, variance: statistic };
  },
  reference: ({ x, gamma, beta }, { groups, epsilon }, { y, mean, variance }) => {
    const sizes = sizesOf('groupNorm', x.shape, groups);
    const count = x.data.length / mean.data.length;
    forEachElement(sizes, (i, group) => {
      mean.data[group]! += x.data[i]! / count;
    });
    mean.data.forEach((average, group) => {
      if (!Number.isFinite(average)) mean.data[group] = Number.NaN;
    });
    forEachElement(sizes, (i, group) => {
      variance.data[group]! += (x.data[i]! - mean.data[group]!) ** 2 / count;
    });
    forEachElement(sizes, (i, group, channel) => {
      const normal = (x.data[i]! - mean.data[group]!) / Math.sqrt(variance.data[group]! + epsilon);
      y.data[i] = normal * (gamma?.data[channel] ?? 1) + (beta?.data[channel] ?? 0);
    });
  },
  grad: ({ x, gamma, mean, variance }, dy, attributes) => {
    const { dx, dgamma, dbeta } = groupNormGrad({ x, dy, mean, variance, gamma }, attributes);
    return { x: dx, gamma: dgamma, beta: dbeta };
  },
  lower: ({ x, gamma = null, beta = null, y, mean, variance }, { groups, epsilon }, tape) => {
    const sizes = sizesOf('groupNorm', x.shape, groups);
    const { samples, pixels, channels } = sizes;
    const period = vectorPeriod(channels, 4);
    const sums = tape.scratch(3 * 4 * samples * channels);
    tape.workspace(3 * 4 * period);
    const rows = { length: sizeOf(x.shape), channels, period, rowsPerGroup: Math.max(1, pixels) };
    tape.emit('momentsOfGroups', { x, sums, ...rows });
    tape.emit('finishGroupMoments', { sums, mean, variance, ...sizes });
    tape.emit('groupNorm', { x, mean, variance, gamma, beta, y, ...sizes, period, epsilon });
  },
});

interface GroupNormGradInputs {
  readonly x: Value;
  readonly dy: Value;
  readonly mean: Value;
  readonly variance: Value;
  readonly gamma?: Value | undefined;
}

/**
 * The gradients of `groupNorm`: with z = (x − mean) / deviation, dbeta = Σ dy and dgamma = Σ dy · z over all axes
 * but the last, and dx = (gamma · dy − mean of gamma · dy − z · mean of gamma · dy · z) / deviation, the means
 * being those of the group.
 */
export const groupNormGrad: Op<GroupNormGradInputs, GroupNorm, 'dx' | 'dgamma' | 'dbeta'> = defineOp(
  'groupNormGrad',
  {
    infer: ({ x, dy, mean: _, variance: __, ...perChannel }, { groups }) => {
      expectPerChannel('groupNormGrad', { x, dy }, perChannel);
      const { channels } = sizesOf('groupNormGrad', x.shape, groups);
      const type = { shape: [channels], dtype: 'f32' } as const;
      return { dx: { shape: x.shape, dtype: 'f32' }, dgamma: type, dbeta: type };
    },
    reference: ({ x, dy, mean, variance, gamma }, { groups, epsilon }, { dx, dgamma, dbeta }) => {
      const sizes = sizesOf('groupNormGrad', x.shape, groups);
      const count = x.data.length / mean.data.length;
      const deviation = (group: number): number => Math.sqrt(variance.data[group]! + epsilon);
      const normal = (i: number, group: number): number =>
        (x.data[i]! - mean.data[group]!) / deviation(group);
      const through = (i: number, channel: number): number => dy.data[i]! * (gamma?.data[channel] ?? 1);
      const level = new Float64Array(mean.data.length);
      const slope = new Float64Array(mean.data.length);
      forEachElement(sizes, (i, group, channel) => {
        dbeta.data[channel]! += dy.data[i]!;
        dgamma.data[channel]! += dy.data[i]! * normal(i, group);
        level[group]! += through(i, channel) / count;
        slope[group]! += (through(i, channel) * normal(i, group)) / count;
      });
      forEachElement(sizes, (i, group, channel) => {
        const rest = through(i, channel) - level[group]! - normal(i, group) * slope[group]!;
        dx.data[i] = rest / deviation(group);
      });
    },
    lower: ({ x, dy, mean, variance, gamma = null, dx, dgamma, dbeta }, { groups, epsilon }, tape) => {
      const sizes = sizesOf('groupNormGrad', x.shape, groups);
      const period = vectorPeriod(sizes.channels, 4);
      const sums = tape.scratch(2 * 4 * sizes.samples * sizes.channels);
      tape.workspace(4 * 4 * period);
      tape.emit('groupNormSums', { x, dy, mean, sums, ...sizes, period });
      tape.emit('finishGroupNormSums', { sums, variance, dgamma, dbeta, ...sizes, epsilon });
      tape.emit('groupNormInputGrad', { x, dy, mean, variance, gamma, sums, dx, ...sizes, period, epsilon });
    },
  },
);

interface Sizes {
  readonly samples: number;
  readonly pixels: number;
  readonly channels: number;
  readonly groups: number;
}

function sizesOf(op: string, shape: Shape, groups: number): Sizes {
  expectAxes(op, 'x', shape, '[batch, …, channels]', 2, Number.POSITIVE_INFINITY);
  const channels = shape.at(-1)!;
  if (!(Number.isInteger(groups) && groups >= 1 && channels % groups === 0)) {
    throw new ConfigError(
      `${op} got ${groups} groups for ${channels} channels; they must divide the channels into equal parts. Choose a divisor of ${channels}.`,
    );
  }
  return { samples: shape[0]!, pixels: sizeOf(shape.slice(1, -1)), channels, groups };
}

/** Calls `visit` with each element of an array of these sizes, its group among those of all samples, and its channel. */
function forEachElement(
  { samples, pixels, channels, groups }: Sizes,
  visit: (i: number, group: number, channel: number) => void,
): void {
  for (let i = 0; i < samples * pixels * channels; i++) {
    const channel = i % channels;
    const sample = Math.floor(i / (pixels * channels));
    visit(i, sample * groups + Math.floor(channel / (channels / groups)), channel);
  }
}
