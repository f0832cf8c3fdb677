import { ConfigError, formatShape, ShapeError, type Tensor } from '@cnn/tensor';
import { needsColours } from './color-jitter.js';
import type { Masks } from './image-batch.js';
import { mixesLabels, movesPixels, type Transform } from './transforms.js';

/** What is to be augmented. */
export interface Samples {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly sampleWeight?: Tensor;
}

/** The masks that y is: what each pixel is, in one channel or several. */
export function masksOf(x: Tensor, { shape, data }: Tensor, fill = 0): Masks | undefined {
  const [, height, width, channels = 1] = shape;
  const isMask = shape.length === 3 || shape.length === 4;
  return isMask && height === x.shape[1] && width === x.shape[2] ? { data, channels, fill } : undefined;
}

/**
 * @param targets whether the loss takes y for class numbers or for values
 * @param boxes whether y is made of boxes, which move along
 * @throws ShapeError or ConfigError when the transforms cannot change such samples
 */
export function checkSamples(
  transforms: readonly Transform[],
  { x, y, sampleWeight }: Samples,
  targets: 'labels' | 'values',
  boxes = false,
): void {
  if (x.shape.length !== 4) {
    throw new ShapeError(
      `The augmentation was given samples of shape ${formatShape(x.shape.slice(1))}; it changes images, [height, width, channels]. Reshape them, or train without augmentation.`,
    );
  }
  for (const transform of transforms) {
    checkFill(transform, x);
    checkChannels(transform, x);
    if (movesPixels(transform.name)) checkMasks(transform, x, [boxes ? undefined : y, sampleWeight]);
    if (mixesLabels(transform.name)) checkLabels(transform, y, targets);
    if (transform.name === 'mosaic' && !boxes) checkPlaces(x, y);
  }
}

function checkFill(transform: Transform, { dtype }: Tensor): void {
  if (dtype !== 'u8' || !('fillValue' in transform)) return;
  const { name, fillValue } = transform;
  if (fillValue >= 0 && fillValue <= 255) return;
  throw new ConfigError(
    `The fillValue of ${name} is ${fillValue}, and the images are bytes; it must be a number from 0 to 255. Choose one.`,
  );
}

function checkChannels(transform: Transform, { shape }: Tensor): void {
  if (transform.name !== 'colorJitter' || shape[3] === 3 || !needsColours(transform)) return;
  throw new ShapeError(
    `colorJitter was given images of ${shape[3]} channels; saturation and hue are those of red, green and blue. Change brightness and contrast alone.`,
  );
}

/** What has a value for each pixel has to move with it. */
function checkMasks(
  { name }: Transform,
  x: Tensor,
  [y, weight]: readonly [Tensor | undefined, Tensor | undefined],
): void {
  const weighted = weight && weight.shape.length > 2;
  const stuck = weighted ? weight : y && y.shape.length > 2 && !masksOf(x, y) ? y : undefined;
  if (!stuck) return;
  throw new ShapeError(
    `${name} moves the pixels of images ${formatShape(x.shape.slice(1))} and was given ${weighted ? 'sampleWeight' : 'y'} of shape ${formatShape(stuck.shape.slice(1))} for each; only masks y of the images' height and width move along, and the boxes that augmentation is given. Take colorJitter or cutout, which leave pixels where they are.`,
  );
}

/** What four images are as a whole says nothing about one that shows a part of each. */
function checkPlaces(x: Tensor, y: Tensor): void {
  if (masksOf(x, y)) return;
  throw new ConfigError(
    `mosaic puts parts of four images together, and y, ${y.dtype} ${formatShape(y.shape)}, says what an image is as a whole; it takes the boxes of a detector, or masks. Pass boxes to augmentation, or take cutmix.`,
  );
}

function checkLabels({ name }: Transform, y: Tensor, targets: 'labels' | 'values'): void {
  if (targets === 'values' && y.dtype === 'f32' && y.shape.length === 2) return;
  const given = targets === 'labels' ? 'class numbers' : `${y.dtype} ${formatShape(y.shape)}`;
  throw new ConfigError(
    `${name} mixes what images are, and y holds ${given}; it takes one-hot rows, f32 [samples, classes]. Use the loss categoricalCrossentropy with y made by toCategorical(y, classes).`,
  );
}
