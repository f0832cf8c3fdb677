import { DataError, formatShape, type Tensor } from '@cnn/tensor';
import { ImageDataset, type ImageDatasetParts } from './image-dataset.js';

/** What a {@link Dataset} is made of. */
export interface DatasetParts extends ImageDatasetParts {
  y: Tensor<'i32'>;
}

/** Labelled images. */
export class Dataset extends ImageDataset<Dataset> {
  /** Labels `[count]`, each an index into `classNames`. */
  readonly y: Tensor<'i32'>;

  /** @throws DataError when images and labels differ in number, or a label names no class. */
  constructor({ name, classNames, x, y }: DatasetParts) {
    if (x.shape.length !== 4 || y.shape.length !== 1 || x.shape[0] !== y.shape[0]) {
      throw new DataError(
        `${name} has images of shape ${formatShape(x.shape)} and labels of shape ${formatShape(y.shape)}; expected [count, height, width, channels] and [count] with the same count. Pass one label for each image.`,
      );
    }
    checkLabels(name, y.data, classNames.length);
    super({ name, classNames, x });
    this.y = y;
  }

  override rows(begin: number, end: number): Dataset {
    const { name, classNames } = this;
    return new Dataset({ name, classNames, x: this.x.rows(begin, end), y: this.y.rows(begin, end) });
  }
}

/** A data set as its authors split it. */
export interface Splits<D> {
  train: D;
  test: D;
  /** To watch training with, where the authors chose images for it. */
  validation?: D;
  /** One line: where the data came from, such as a folder, or `built in`. */
  source: string;
}

/** Labelled images, split. */
export type DatasetSplits = Splits<Dataset>;

function checkLabels(name: string, labels: Int32Array, classes: number): void {
  const bad = labels.findIndex((label) => label < 0 || label >= classes);
  if (bad < 0) return;
  throw new DataError(
    `${name} has the label ${labels[bad]} at index ${bad}; expected 0 to ${classes - 1}, one for each of its ${classes} classes. Correct the label, or pass a name for every class.`,
  );
}
