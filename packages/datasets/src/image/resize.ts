import { ConfigError, formatShape, ShapeError, Tensor } from '@cnn/tensor';

/** In pixels. */
export interface ImageSize {
  height: number;
  width: number;
}

/**
 * What happens to an image of other proportions: `crop` (default) takes its middle, `squash` distorts it, `pad` puts
 * black bars beside it.
 */
export type ResizeMode = 'crop' | 'squash' | 'pad';

/** All that there are. */
export const resizeModes: readonly ResizeMode[] = ['crop', 'squash', 'pad'];

/** A rectangle, which may end between pixels. */
export interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

/**
 * An image `[height, width, channels]` in another size, by bilinear interpolation that takes in all pixels when it
 * shrinks, as Pillow's `BILINEAR` and Keras' `antialias` do, so that nothing flickers.
 * @throws ShapeError when it is no image; ConfigError for another size or mode.
 * @example resizeImage(image, { height: 64, width: 64 }, 'pad')
 */
export function resizeImage(image: Tensor<'u8'>, size: ImageSize, how: ResizeMode = 'crop'): Tensor<'u8'> {
  if (image.shape.length !== 3 || image.size === 0) {
    throw new ShapeError(
      `resizeImage() got a tensor of shape ${formatShape(image.shape)}; expected [height, width, channels], none of them 0. Pass one image.`,
    );
  }
  checkSize('resizeImage()', size);
  checkMode('resizeImage()', how);
  const [height, width] = image.shape as [number, number, number];
  const whole: Box = { top: 0, left: 0, height, width };
  if (how === 'pad') return padded(image, whole, size);
  return resample(image, how === 'crop' ? middle(whole, size) : whole, size);
}

/** @throws ConfigError unless height and width are whole numbers, 1 or larger. */
export function checkSize(what: string, { height, width }: ImageSize): void {
  for (const [name, value] of Object.entries({ height, width })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new ConfigError(
      `${what} got the ${name} ${value}; expected a whole number of pixels, 1 or larger. Pass such a number.`,
    );
  }
}

/** @throws ConfigError unless it is a mode. */
export function checkMode(what: string, how: unknown): void {
  if (resizeModes.includes(how as ResizeMode)) return;
  throw new ConfigError(
    `${what} got the mode '${how}'; expected ${resizeModes.join(', ')}. Choose one of them.`,
  );
}

/** The largest part of the given proportions, in the middle. */
export function middle({ height, width }: Box, size: ImageSize): Box {
  const scale = Math.min(height / size.height, width / size.width);
  const part = { height: size.height * scale, width: size.width * scale };
  return { top: (height - part.height) / 2, left: (width - part.width) / 2, ...part };
}

/**
 * Where all of an image is in one of another size that {@link resizeImage} made of it: in whole pixels, all of it for
 * `squash`, and between black bars for `pad`.
 */
export function resizedBox(whole: ImageSize, size: ImageSize, how: 'squash' | 'pad'): Box {
  return how === 'pad' ? fitted(whole, size) : { top: 0, left: 0, ...size };
}

/** Where a whole image goes, as large as fits, in the middle of one of another size. */
function fitted(whole: ImageSize, size: ImageSize): Box {
  const scale = Math.min(size.height / whole.height, size.width / whole.width);
  const height = Math.max(1, Math.round(whole.height * scale));
  const width = Math.max(1, Math.round(whole.width * scale));
  const [top, left] = [Math.floor((size.height - height) / 2), Math.floor((size.width - width) / 2)];
  return { top, left, height, width };
}

/** The whole image, as large as fits, in the middle of a black one. */
function padded(image: Tensor<'u8'>, whole: Box, size: ImageSize): Tensor<'u8'> {
  const channels = image.shape[2]!;
  const { top, left, height, width } = fitted(whole, size);
  const inner = resample(image, whole, { height, width });
  const out = new Uint8Array(size.height * size.width * channels);
  for (let row = 0; row < height; row++) {
    const at = ((top + row) * size.width + left) * channels;
    out.set(inner.data.subarray(row * width * channels, (row + 1) * width * channels), at);
  }
  return new Tensor('u8', [size.height, size.width, channels], out);
}

/** First along the rows, then along the columns, with no rounding in between. */
function resample(image: Tensor<'u8'>, box: Box, { height, width }: ImageSize): Tensor<'u8'> {
  const [rows, columns, channels] = image.shape as [number, number, number];
  const across = sumsAlong(columns, box.left, box.width, width);
  const down = sumsAlong(rows, box.top, box.height, height);
  const first = down[0]!.first;
  const last = down.at(-1)!;
  const used = last.first + last.weights.length - first;
  const narrow = new Float32Array(used * width * channels);
  let to = 0;
  for (let row = first; row < first + used; row++) {
    for (const { first, weights } of across) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        let from = (row * columns + first) * channels + c;
        for (let i = 0; i < weights.length; i++, from += channels) sum += weights[i]! * image.data[from]!;
        narrow[to++] = sum;
      }
    }
  }
  const out = new Uint8Array(height * width * channels);
  const line = width * channels;
  for (let row = 0; row < height; row++) {
    const { first: top, weights } = down[row]!;
    for (let x = 0; x < line; x++) {
      let sum = 0.5;
      let from = (top - first) * line + x;
      for (let i = 0; i < weights.length; i++, from += line) sum += weights[i]! * narrow[from]!;
      out[row * line + x] = sum;
    }
  }
  return new Tensor('u8', [height, width, channels], out);
}

/** A weighted sum of neighbouring pixels. */
interface Sum {
  first: number;
  weights: Float64Array;
}

/** What each of `count` pixels is made of, when they share `length` of `size` pixels from `begin` on. */
function sumsAlong(size: number, begin: number, length: number, count: number): Sum[] {
  const scale = length / count;
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, index) => {
    const centre = begin + (index + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(size, Math.floor(centre + reach + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}
