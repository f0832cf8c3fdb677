import { conv2d, dense, dropout, flatten, maxPooling2d, type Sequential, sequential } from '@cnn/layers';
import { randomStream, Tensor, tensor } from '@cnn/tensor';

const SIZE = 8;

/** Noisy grey images `[n, 8, 8, 1]` of stripes that lie (0), stand (1), or cross (2), in this order by turns. */
export function stripes(count: number, seed = 1): { x: Tensor<'u8'>; y: Tensor<'i32'> } {
  const stream = randomStream(seed, 'stripes');
  const x = new Uint8Array(count * SIZE * SIZE);
  const y = Int32Array.from({ length: count }, (_, i) => i % 3);
  for (let image = 0; image < count; image++) {
    const phase = stream.integer(2);
    for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
      const lying = (Math.floor(pixel / SIZE) + phase) % 2;
      const standing = ((pixel % SIZE) + phase) % 2;
      const bright = [lying, standing, lying & standing][y[image]!]!;
      x[image * SIZE * SIZE + pixel] = bright * 150 + stream.integer(100);
    }
  }
  return { x: new Tensor('u8', [count, SIZE, SIZE, 1], x), y: new Tensor('i32', [count], y) };
}

/** A small network for {@link stripes}. */
export function tinyCnn({ seed = 3, rate = 0 } = {}): Sequential {
  return sequential(
    [
      conv2d({
        filters: 8,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        inputShape: [SIZE, SIZE, 1],
      }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      ...(rate > 0 ? [dropout({ rate })] : []),
      dense({ units: 16, activation: 'relu' }),
      dense({ units: 3, activation: 'softmax' }),
    ],
    { seed },
  );
}

/** The four cases of exclusive or, `[4, 2]` → `[4, 1]`. */
export const xor = {
  x: tensor([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]),
  y: tensor([0, 1, 1, 0], [4, 1]),
};

/** Samples `[n, 2]` of a plane with values `[n, 1]`: y = 2a − b + ½. */
export function plane(count: number): { x: Tensor<'f32'>; y: Tensor<'f32'> } {
  const stream = randomStream(5, 'plane');
  const x = Float32Array.from({ length: count * 2 }, () => stream.normal());
  const y = Float32Array.from({ length: count }, (_, i) => 2 * x[2 * i]! - x[2 * i + 1]! + 0.5);
  return { x: tensor(x, [count, 2]), y: tensor(y, [count, 1]) };
}

/** A linear model for {@link plane}. */
export function linear(seed = 0): Sequential {
  return sequential([dense({ units: 1, inputShape: [2] })], { seed });
}
