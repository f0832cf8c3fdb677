import { DataError, formatShape } from '@cnn/tensor';
import type { Box, LabelledBox } from './box.js';
import { ImageDataset, type ImageDatasetParts } from './image-dataset.js';

/** What a {@link DetectionDataset} is made of. */
export interface DetectionDatasetParts extends ImageDatasetParts {
  objects: readonly (readonly LabelledBox[])[];
}

/** Images with boxes around the objects in them. */
export class DetectionDataset extends ImageDataset<DetectionDataset> {
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
    super({ name, classNames, x });
    this.objects = objects;
  }

  override rows(begin: number, end: number): DetectionDataset {
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
