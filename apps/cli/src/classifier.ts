import { formatShape, type Session } from '@cnn/tensor';
import { usualImages } from './catalog.js';
import { UsageError } from './errors.js';
import { shownPath } from './paths.js';
import { type Picture, type PictureShape, readPicture, stacked } from './picture.js';
import { printGuesses } from './report/guesses.js';
import { type Answer, picturesFor, type Viewer } from './viewer.js';
import { className, type SavedModel } from './weights.js';

/** A class, and how sure a model is of it, 0…1. */
export interface Guess {
  class: string;
  probability: number;
}

/** A saved model that tells the classes of image files. */
export class Classifier implements Viewer {
  readonly #saved: SavedModel;
  readonly #shape: PictureShape;
  readonly #top: number;

  /**
   * @param top how many classes to tell, the likeliest
   * @throws UsageError unless the model takes grey or colour images and gives a probability for each class.
   */
  constructor(saved: SavedModel, top: number) {
    const { model, path } = saved;
    const shape = picturesFor(model);
    if (model.outputShape.length !== 2 || !shape) {
      throw new UsageError(
        `${shownPath(path)} makes ${formatShape(model.outputShape)} of ${formatShape(model.inputShape)}; expected a model that makes [null, classes] of [null, height, width, 1 or 3], so choose one that was trained to tell classes of images.`,
      );
    }
    this.#saved = saved;
    this.#shape = shape;
    this.#top = top;
  }

  read(path: string): Promise<Picture> {
    return readPicture(path, this.#shape, this.#saved.imageResize ?? usualImages.resize);
  }

  async view(pictures: readonly Picture[], session: Session): Promise<Answer[]> {
    const { model } = this.#saved;
    const output = await model.predict(stacked(pictures, this.#shape), {
      session,
      batchSize: pictures.length,
    });
    return pictures.map((_, index) => {
      const probabilities = output.rows(index, index + 1).data;
      const ranked = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
      const predictions = ranked.slice(0, this.#top).map(
        (label): Guess => ({
          class: className(this.#saved, label),
          probability: probabilities[label]!,
        }),
      );
      return { fields: { predictions }, print: (terminal) => printGuesses(predictions, terminal) };
    });
  }
}
