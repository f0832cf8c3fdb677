import type { LabelledBox } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';
import type { Loss } from '@cnn/train';
import type { Detection } from './detection.js';
import type { NonMaxSuppressionOptions } from './non-max-suppression.js';
import type { PriorGrid } from './prior-boxes.js';

/** What a detector is, apart from its network. */
export interface DetectorParts {
  readonly classes: number;
  readonly grids: readonly PriorGrid[];
}

export interface DecodeOptions extends NonMaxSuppressionOptions {
  /** What is less sure than this is left out. Default 0.3; for average precisions choose a small one, such as 0.01. */
  readonly scoreThreshold?: number;
}

/**
 * A network that finds objects, with all that is needed to train it and to read what it says.
 * @example
 * const { model, loss, encode, decode } = yolo({ inputShape: [64, 64, 3], classes: 4 });
 * const trainer = await compile(model, { loss, optimizer: 'adam' });
 * await trainer.fit({ x: train.x, y: encode(train.objects) }, { epochs: 20 });
 * const found = decode(await model.predict(test.x));
 */
export interface Detector {
  /** Images `[batch, height, width, channels]` → for each prior box, numbers that decode reads `[batch, boxes, numbers]`. */
  readonly model: Model;
  /** Classes to tell apart. */
  readonly classes: number;
  /** What the network learns by, of its output and what {@link Detector.encode} makes. */
  readonly loss: Loss;
  /**
   * Objects of images, as the loss takes them: `[images, boxes, numbers]`.
   * @throws DataError for an object that has no area, is not within its image, or is of no class
   */
  readonly encode: (objects: readonly (readonly LabelledBox[])[]) => Tensor<'f32'>;
  /** The objects in each image, best first, by what the model predicts. @throws ConfigError for an unusable option */
  readonly decode: (predictions: Tensor, options?: DecodeOptions) => Detection[][];
}
