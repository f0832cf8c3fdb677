import { boxWithin, eachRowOf } from './box.js';
import { eachImage, type ImageBatch } from './image-batch.js';
import { expectKnownOptions, finite, whole } from './options.js';
import { hideObjects } from './visible-objects.js';

export interface CutoutOptions {
  /** Height and width of the square, in pixels. Default 16, as in the paper for CIFAR-10. */
  readonly size?: number;
  /** What its pixels become, in images of bytes 0…255. Default 0, black. */
  readonly fillValue?: number;
}

/** What {@link cutout} returns. */
export interface Cutout extends Required<CutoutOptions> {
  readonly name: 'cutout';
}

/**
 * Hides a square of each image. Its middle may be anywhere, so that a part of it may lie outside. DeVries and
 * Taylor, "Improved regularization of convolutional neural networks with cutout", 2017, https://arxiv.org/abs/1708.04552.
 * @throws ConfigError for an unusable option
 */
export function cutout(options: CutoutOptions = {}): Cutout {
  expectKnownOptions('cutout', options, ['size', 'fillValue']);
  const { size = 16, fillValue = 0 } = options;
  return {
    name: 'cutout',
    size: whole('The size of cutout', size, 1),
    fillValue: finite('The fillValue of cutout', fillValue),
  };
}

/** @internal */
export function applyCutout({ size, fillValue }: Cutout, batch: ImageBatch): void {
  const { objects } = batch;
  eachImage(batch, (begin, stream, image) => {
    const top = stream.integer(batch.height) - Math.floor(size / 2);
    const left = stream.integer(batch.width) - Math.floor(size / 2);
    const box = boxWithin(batch, { top, left, height: size, width: size });
    eachRowOf(box, batch, (offset, length) => {
      batch.x.fill(fillValue, begin + offset, begin + offset + length);
    });
    if (objects) objects[image] = hideObjects(objects[image]!, box, batch);
  });
}
