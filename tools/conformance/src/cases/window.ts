import type { RandomStream } from '@cnn/tensor';
import { between, pick } from '../case.js';

/** A window that slides over an image. */
export interface Window {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'same' | 'valid';
  /** Height and width of an image that it fits into. */
  readonly image: readonly [number, number];
}

export function randomWindow(stream: RandomStream, largest: number): Window {
  const size = [between(stream, 1, largest), between(stream, 1, largest)] as const;
  const strides = [between(stream, 1, 3), between(stream, 1, 3)] as const;
  const image = [size[0] + stream.integer(15), size[1] + stream.integer(15)] as const;
  return { size, strides, padding: pick(stream, ['same', 'valid']), image };
}
