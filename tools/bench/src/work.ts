import { convolvedSize, type Task } from './task.ts';

/** The unit in which a task's speed is told; all of them are the better, the larger. */
export type Unit = 'images/s' | 'GFLOP/s' | 'GB/s';

/** How much there is to do in one run of a task. */
export interface Work {
  readonly unit: Unit;
  /** In the unit, were the run to take a second. */
  readonly amount: number;
  /** Floating-point operations, of which a multiply-add has two; 0 where memory is all that counts. */
  readonly flops: number;
  /** Bytes that must be read or written, were everything kept in a cache that is used twice. */
  readonly bytes: number;
}

const BYTES = 4;

/**
 * The work in a task. Convolutions are counted as their definition has them, whatever the algorithm, so that an
 * algorithm that needs fewer multiplications shows as a higher speed.
 */
export function workOf(task: Task): Work {
  switch (task.kind) {
    case 'step':
    case 'fit':
    case 'forward':
    case 'predict':
      return { unit: 'images/s', amount: task.batch * task.batches, flops: 0, bytes: 0 };
    case 'resnet20Step':
      return { unit: 'images/s', amount: task.batch, flops: 0, bytes: 0 };
    case 'conv2d':
    case 'conv2dInputGradient':
    case 'conv2dFilterGradient': {
      const { batch, height, width, channels, kernel, filters } = task;
      const [outHeight, outWidth] = convolvedSize(task);
      const weights = kernel * kernel * channels * filters;
      const pixels = batch * outHeight * outWidth;
      return arithmetic(2 * pixels * weights, batch * height * width * channels + weights + pixels * filters);
    }
    case 'matMul': {
      const { m, n, k } = task;
      return arithmetic(2 * m * n * k, m * k + k * n + m * n);
    }
    case 'maxPool2d':
    case 'maxPool2dGradient':
    case 'avgPool2d': {
      const { batch, height, width, channels, size } = task;
      const pooled = Math.floor(height / size) * Math.floor(width / size);
      return traffic(batch * channels * (height * width + pooled));
    }
    case 'softmax':
      return traffic(2 * task.rows * task.width);
    case 'relu':
    case 'exp':
      return traffic(2 * task.length);
    case 'add':
      return traffic(3 * task.length);
    // Reads parameters, gradients and both means; writes all but the gradients.
    case 'adam':
      return traffic(7 * task.length);
    case 'multiplyAdd':
      return arithmetic(task.steps * FLOPS_OF_A_STEP, 0);
    case 'memory':
      return traffic((task.bytes * task.passes) / BYTES);
  }
}

/** Twelve vectors of four, each multiplied and added. */
const FLOPS_OF_A_STEP = 12 * 4 * 2;

function arithmetic(flops: number, elements: number): Work {
  return { unit: 'GFLOP/s', amount: flops / 1e9, flops, bytes: elements * BYTES };
}

function traffic(elements: number): Work {
  const bytes = elements * BYTES;
  return { unit: 'GB/s', amount: bytes / 1e9, flops: 0, bytes };
}
