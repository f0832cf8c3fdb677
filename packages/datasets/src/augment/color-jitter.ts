import { brighten, changeContrast, saturate, turnHue } from './colours.js';
import { eachImage, type ImageBatch } from './image-batch.js';
import { expectKnownOptions, type Factor, rangeOf } from './options.js';

export interface ColorJitterOptions {
  /** Factors of all numbers: 0.2 for 0.8 to 1.2, or `[lower, upper]`. Default 0, none. */
  readonly brightness?: Factor;
  /** Factors of the distance from the image's mean grey. Default 0, none. */
  readonly contrast?: Factor;
  /** Factors of the distance from the pixel's own grey; images of three channels only. Default 0, none. */
  readonly saturation?: Factor;
  /** How far hues are turned, as a share of the whole circle, 0.5 at most; images of three channels only. Default 0. */
  readonly hue?: Factor;
}

/** What {@link colorJitter} returns: all as ranges. */
export interface ColorJitter {
  readonly name: 'colorJitter';
  readonly brightness: readonly [number, number];
  readonly contrast: readonly [number, number];
  readonly saturation: readonly [number, number];
  readonly hue: readonly [number, number];
}

/**
 * Changes brightness, contrast, saturation and hue of each image, in this order, by as much as torchvision's
 * `ColorJitter`. Images of floats are taken for 0 … 1.
 * @throws ConfigError for an unusable option
 * @example colorJitter({ brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.05 })
 */
export function colorJitter(options: ColorJitterOptions): ColorJitter {
  expectKnownOptions('colorJitter', options, ['brightness', 'contrast', 'saturation', 'hue']);
  const { brightness = 0, contrast = 0, saturation = 0, hue = 0 } = options;
  return {
    name: 'colorJitter',
    brightness: factorsOf('brightness', brightness),
    contrast: factorsOf('contrast', contrast),
    saturation: factorsOf('saturation', saturation),
    hue: rangeOf('The hue of colorJitter', hue, -0.5, 0.5),
  };
}

/** Around 1 for a number, and never below 0. */
function factorsOf(option: string, factor: Factor): readonly [number, number] {
  const what = `The ${option} of colorJitter`;
  const around = typeof factor === 'number' && factor >= 0 ? [Math.max(0, 1 - factor), 1 + factor] : factor;
  return rangeOf(what, around, 0, 10);
}

/** @internal Whether it makes sense for colours only. */
export function needsColours({ saturation, hue }: ColorJitter): boolean {
  return [...saturation, 1].some((factor) => factor !== 1) || hue.some((turn) => turn !== 0);
}

/** @internal */
export function applyColorJitter(jitter: ColorJitter, batch: ImageBatch): void {
  const { x, height, width, channels } = batch;
  const full = x instanceof Uint8Array ? 255 : 1;
  const image = new Float64Array(height * width * channels);
  eachImage(batch, (begin, stream) => {
    const [brightness, contrast] = [stream.uniform(...jitter.brightness), stream.uniform(...jitter.contrast)];
    const [saturation, hue] = [stream.uniform(...jitter.saturation), stream.uniform(...jitter.hue)];
    image.set(x.subarray(begin, begin + image.length));
    if (brightness !== 1) brighten(image, brightness, full);
    if (contrast !== 1) changeContrast(image, contrast, channels, full);
    if (saturation !== 1) saturate(image, saturation, full);
    if (hue !== 0) turnHue(image, hue);
    // Bytes are cut off, not rounded, when they are stored.
    const half = x instanceof Uint8Array ? 0.5 : 0;
    for (let i = 0; i < image.length; i++) x[begin + i] = image[i]! + half;
  });
}
