import { DataError, formatShape, type Tensor } from '@cnn/tensor';
import { ImageDataset, type ImageDatasetParts } from './image-dataset.js';

/**
 * In a mask, what says nothing about a pixel's class, such as the rim of an object, as in the masks of Pascal VOC and
 * Cityscapes. `sparseCategoricalCrossentropy({ ignoreClass: voidClass })` of @cnn/train leaves it out.
 */
export const voidClass = 255;

/** What a {@link SegmentationDataset} is made of. */
export interface SegmentationDatasetParts extends ImageDatasetParts {
  y: Tensor<'u8'>;
}

/** Images with a class for each pixel; in a mask 0 is the background where there is one. */
export class SegmentationDataset extends ImageDataset<SegmentationDataset> {
  /** Masks `[count, height, width]`, each pixel an index into `classNames`, or {@link voidClass}. */
  readonly y: Tensor<'u8'>;

  /** @throws DataError when masks do not have the images' number and size, or a pixel is of no class. */
  constructor({ name, classNames, x, y }: SegmentationDatasetParts) {
    const [count, height, width] = x.shape;
    if (x.shape.length !== 4 || y.shape.join() !== [count, height, width].join()) {
      throw new DataError(
        `${name} has images of shape ${formatShape(x.shape)} and masks of shape ${formatShape(y.shape)}; expected [count, height, width, channels] and [count, height, width] with the same count and size. Pass one mask for each image.`,
      );
    }
    const bad = y.data.findIndex((label) => label >= classNames.length && label !== voidClass);
    if (bad >= 0) {
      throw new DataError(
        `${name} has the class ${y.data[bad]} in mask ${Math.floor(bad / (height! * width!))}; expected 0 to ${classNames.length - 1}, one for each of its ${classNames.length} classes, or ${voidClass} for none. Correct the mask, or pass a name for every class.`,
      );
    }
    super({ name, classNames, x });
    this.y = y;
  }

  override rows(begin: number, end: number): SegmentationDataset {
    const { name, classNames } = this;
    return new SegmentationDataset({
      name,
      classNames,
      x: this.x.rows(begin, end),
      y: this.y.rows(begin, end),
    });
  }
}
