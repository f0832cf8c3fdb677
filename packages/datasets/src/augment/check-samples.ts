import { ConfigError, formatShape, ShapeError, type Tensor } from '@cnn/tensor';
import { needsColours } from './color-jitter.js';
import { mixesLabels, movesPixels, type Transform } from './transforms.js';

/** What is to be augmented. */
export interface Samples {
  readonly x: Tensor;
  readonly y: Tensor;
}

/**
 * @param targets whether the loss takes y for class numbers or for values
 * @throws ShapeError or ConfigError when the transforms cannot change such samples
 */
export function checkSamples(
  transforms: readonly Transform[],
  { x, y }: Samples,
  targets: 'labels' | 'values',
): void {
  if (x.shape.length !== 4) {
    throw new ShapeError(
      `The augmentation was given samples of shape ${formatShape(x.shape.slice(1))}; it changes images, [height, width, channels]. Reshape them, or train without augmentation.`,
    );
  }
  for (const transform of transforms) {
    checkFill(transform, x);
    checkChannels(transform, x);
    checkLabels(transform, y, targets);
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

function checkLabels({ name }: Transform, y: Tensor, targets: 'labels' | 'values'): void {
  if (movesPixels(name) && y.shape.length > 2) {
    throw new ShapeError(
      `${name} moves pixels and was given y of shape ${formatShape(y.shape.slice(1))} for each image; it would not move along. Take colorJitter or cutout, which leave pixels where they are.`,
    );
  }
  if (!mixesLabels(name) || (targets === 'values' && y.dtype === 'f32' && y.shape.length === 2)) return;
  const given = targets === 'labels' ? 'class numbers' : `${y.dtype} ${formatShape(y.shape)}`;
  throw new ConfigError(
    `${name} mixes what images are, and y holds ${given}; it takes one-hot rows, f32 [samples, classes]. Use the loss categoricalCrossentropy with y made by toCategorical(y, classes).`,
  );
}
