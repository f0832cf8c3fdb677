import { readFile } from 'node:fs/promises';
import { decodeImage, resizeImage } from '@cnn/datasets';
import { DataError, formatShape, type Session, Tensor } from '@cnn/tensor';
import { UsageError } from './errors.js';
import { shownPath } from './paths.js';
import type { SavedModel } from './weights.js';

/** A class, and how sure a model is of it, 0…1. */
export interface Guess {
  class: string;
  probability: number;
}

/** A saved model that tells the classes of image files. */
export class Classifier {
  readonly #saved: SavedModel;
  readonly #height: number;
  readonly #width: number;
  readonly #channels: 1 | 3;

  /** @throws UsageError unless the model takes grey or colour images and gives a probability for each class. */
  constructor(saved: SavedModel) {
    const { model, path } = saved;
    const [, height, width, channels] = model.inputShape;
    const classifies = model.inputShape.length === 4 && model.outputShape.length === 2;
    if (!classifies || !height || !width || (channels !== 1 && channels !== 3)) {
      throw new UsageError(
        `${shownPath(path)} makes ${formatShape(model.outputShape)} of ${formatShape(model.inputShape)}; expected a model that makes [null, classes] of [null, height, width, 1 or 3], so choose one that was trained to tell classes of images.`,
      );
    }
    this.#saved = saved;
    this.#height = height;
    this.#width = width;
    this.#channels = channels;
  }

  /** A file as the model takes it. @throws DataError when it cannot be read or decoded. */
  async imageIn(file: string): Promise<Tensor<'u8'>> {
    const name = shownPath(file);
    const bytes = await readFile(file).catch(({ code }: NodeJS.ErrnoException) => {
      throw new DataError(`${name} cannot be read (${code}); expected an image file.`);
    });
    const image = await decodeImage(bytes, { channels: this.#channels, name });
    return resizeImage(image, { height: this.#height, width: this.#width }, this.#saved.imageResize);
  }

  /** For each image, the likeliest classes. */
  async guess(images: readonly Tensor<'u8'>[], top: number, session: Session): Promise<Guess[][]> {
    const { model, classNames } = this.#saved;
    const shape = [images.length, this.#height, this.#width, this.#channels];
    const x = new Tensor('u8', shape, new Uint8Array(shape.reduce((product, axis) => product * axis)));
    for (const [index, { data }] of images.entries()) x.data.set(data, index * data.length);
    const output = await model.predict(x, { session, batchSize: images.length });
    return images.map((_, index) => {
      const probabilities = output.rows(index, index + 1).data;
      const ranked = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
      return ranked.slice(0, top).map((label) => ({
        class: classNames?.[label] ?? `class ${label}`,
        probability: probabilities[label]!,
      }));
    });
  }
}
