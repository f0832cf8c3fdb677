import { DataError, formatShape, type Tensor } from '@cnn/tensor';

/** What a {@link Dataset} is made of. */
export interface DatasetParts {
  name: string;
  classNames: readonly string[];
  x: Tensor<'u8'>;
  y: Tensor<'i32'>;
}

/**
 * Labelled images. They stay bytes in memory, a quarter of what floats would take; scaling to 0…1 belongs to
 * whoever lays out a batch.
 */
export class Dataset {
  /** The common name, such as `CIFAR-10`. */
  readonly name: string;
  /** What each label means; its length is the number of classes. */
  readonly classNames: readonly string[];
  /** Images `[count, height, width, channels]`, 0…255, channels last. */
  readonly x: Tensor<'u8'>;
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
    this.name = name;
    this.classNames = classNames;
    this.x = x;
    this.y = y;
  }

  /** Number of images. */
  get length(): number {
    return this.y.size;
  }

  /** The first `count` images, or all when there are fewer; shares this set's memory. */
  take(count: number): Dataset {
    return this.rows(0, Math.min(count, this.length));
  }

  /**
   * Images `begin` to `end` (exclusive), sharing this set's memory.
   * @throws ShapeError when the range is not inside the set.
   */
  rows(begin: number, end: number): Dataset {
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
