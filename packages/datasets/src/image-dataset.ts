import type { Tensor } from '@cnn/tensor';

/** What each {@link ImageDataset} is made of. */
export interface ImageDatasetParts {
  name: string;
  classNames: readonly string[];
  x: Tensor<'u8'>;
}

/**
 * Images, of each of which something is known. They stay bytes in memory, a quarter of what floats would take; scaling
 * to 0…1 belongs to whoever lays out a batch.
 */
export abstract class ImageDataset<Self> {
  /** The common name, such as `CIFAR-10`. */
  readonly name: string;
  /** What each label means; its length is the number of classes. */
  readonly classNames: readonly string[];
  /** Images `[count, height, width, channels]`, 0…255, channels last. */
  readonly x: Tensor<'u8'>;

  constructor({ name, classNames, x }: ImageDatasetParts) {
    this.name = name;
    this.classNames = classNames;
    this.x = x;
  }

  /** Number of images. */
  get length(): number {
    return this.x.shape[0]!;
  }

  /** The first `count` images, or all when there are fewer; shares this set's memory. */
  take(count: number): Self {
    return this.rows(0, Math.min(count, this.length));
  }

  /**
   * Images `begin` to `end` (exclusive), sharing this set's memory.
   * @throws ShapeError when the range is not inside the set.
   */
  abstract rows(begin: number, end: number): Self;
}
