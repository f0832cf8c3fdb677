import { DataError, formatShape, type Tensor } from '@cnn/tensor';
import type { Box, LabelledBox } from './box.js';

/** What a {@link DetectionDataset} is made of. */
export interface DetectionDatasetParts {
  name: string;
  classNames: readonly string[];
  x: Tensor<'u8'>;
  objects: readonly (readonly LabelledBox[])[];
}

/** Images with boxes around the objects in them. Images stay bytes in memory. */
export class DetectionDataset {
  readonly name: string;
  /** What each label means. */
  readonly classNames: readonly string[];
  /** Images `[count, height, width, channels]`, 0…255, channels last. */
  readonly x: Tensor<'u8'>;
  /** For each image, its objects; an image may have none. */
  readonly objects: readonly (readonly LabelledBox[])[];

  /** @throws DataError when the images are no images, objects not one list for each, or a box or label is unusable. */
  constructor({ name, classNames, x, objects }: DetectionDatasetParts) {
    if (x.shape.length !== 4 || x.shape[0] !== objects.length) {
      throw new DataError(
        `${name} has images of shape ${formatShape(x.shape)} and ${objects.length} lists of objects; expected [count, height, width, channels] and as many lists. Pass one list for each image, an empty one where there is nothing.`,
      );
    }
    objects.forEach((list, image) => {
      const bad = list.find((object) => !isBox(object) || !(object.label in classNames));
      if (!bad) return;
      throw new DataError(
        `${name} has the object ${JSON.stringify(bad)} in image ${image}; expected 0 ≤ left < right ≤ 1, 0 ≤ top < bottom ≤ 1, and a label from 0 to ${classNames.length - 1}, one of its ${classNames.length} classes. Correct it, or leave it out.`,
      );
    });
    this.name = name;
    this.classNames = classNames;
    this.x = x;
    this.objects = objects;
  }

  /** Number of images. */
  get length(): number {
    return this.x.shape[0]!;
  }

  /** The first `count` images, or all when there are fewer; shares this set's memory. */
  take(count: number): DetectionDataset {
    return this.rows(0, Math.min(count, this.length));
  }

  /**
   * Images `begin` to `end` (exclusive), sharing this set's memory.
   * @throws ShapeError when the range is not inside the set.
   */
  rows(begin: number, end: number): DetectionDataset {
    const { name, classNames } = this;
    return new DetectionDataset({
      name,
      classNames,
      x: this.x.rows(begin, end),
      objects: this.objects.slice(begin, end),
    });
  }
}

/** Whether a box has an area, within the image. */
function isBox({ left, top, right, bottom }: Box): boolean {
  return left >= 0 && left < right && right <= 1 && top >= 0 && top < bottom && bottom <= 1;
}
