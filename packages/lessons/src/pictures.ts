import type { Tensor } from '@cnn/tensor';
import type { Picture } from './exhibit.js';
import type { Text } from './text.js';

/** A grey picture of numbers from 0 to 1, `[height, width]`. */
export function picture(name: Text, { shape, data }: Tensor<'f32'>): Picture {
  const [height, width] = shape as [number, number];
  return { name, height, width, pixels: [...data] };
}

/** A grey picture of numbers of either sign, `[height, width]`: 0 is in the middle, the largest in size white or black. */
export function signedPicture(name: Text, map: Tensor<'f32'>): Picture {
  const largest = map.data.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const { pixels, ...rest } = picture(name, map);
  return { ...rest, pixels: pixels.map((each) => (largest > 0 ? 0.5 + each / (2 * largest) : 0.5)) };
}

/** A grey picture of numbers from 0 on, `[height, width]`, the largest white. */
export function scaledPicture(name: Text, map: Tensor<'f32'>): Picture {
  const largest = map.data.reduce((most, each) => Math.max(most, each), 0);
  const { pixels, ...rest } = picture(name, map);
  return { ...rest, pixels: pixels.map((each) => (largest > 0 ? each / largest : 0)) };
}
