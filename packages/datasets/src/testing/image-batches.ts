import { randomStream, Tensor } from '@cnn/tensor';
import { applyTransforms, type Transform, type TransformTask } from '../augment/transforms.js';

/** Images of random bytes, or of floats in 0…1. */
export function noise(
  shape: readonly [count: number, height: number, width: number, channels: number],
  dtype: 'u8' | 'f32' = 'u8',
): Tensor<'u8' | 'f32'> {
  const stream = randomStream(3, 'noise');
  const size = shape[0] * shape[1] * shape[2] * shape[3];
  if (dtype === 'f32') {
    const data = Float32Array.from({ length: size }, () => stream.uniform());
    return new Tensor('f32', shape, data);
  }
  return new Tensor(
    'u8',
    shape,
    Uint8Array.from({ length: size }, () => stream.integer(256)),
  );
}

/** The images after transforms, as the samples 0, 1, 2, … of an epoch. */
export function transformed(
  x: Tensor<'u8' | 'f32'>,
  transforms: readonly Transform[],
  which: Partial<
    Pick<TransformTask, 'seed' | 'epoch' | 'batch' | 'samples' | 'y' | 'masks' | 'objects'>
  > = {},
): Tensor<'u8' | 'f32'> {
  const data = x.data.slice();
  applyTransforms({
    transforms,
    seed: 0,
    epoch: 0,
    batch: 0,
    samples: Uint32Array.from({ length: x.shape[0]! }, (_, i) => i),
    y: undefined,
    masks: undefined,
    objects: undefined,
    ...which,
    imageShape: x.shape.slice(1),
    x: data,
  });
  return new Tensor(x.dtype, x.shape, data);
}

/** A pixel's channel; `fill` outside the image. */
export function at(
  x: Tensor,
  image: number,
  row: number,
  column: number,
  channel: number,
  fill = Number.NaN,
): number {
  const [, height, width, channels] = x.shape as [number, number, number, number];
  if (row < 0 || row >= height || column < 0 || column >= width) return fill;
  return x.data[((image * height + row) * width + column) * channels + channel]!;
}

/** Images whose every number is what a formula says. */
export function drawn(
  like: Tensor<'u8' | 'f32'>,
  formula: (image: number, row: number, column: number, channel: number) => number,
): Tensor<'u8' | 'f32'> {
  const [, height, width, channels] = like.shape as [number, number, number, number];
  const data = like.data.map((_, index) => {
    const pixel = Math.floor(index / channels);
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    return formula(Math.floor(row / height), row % height, column, index % channels);
  });
  return new Tensor(like.dtype, like.shape, data as Uint8Array);
}
