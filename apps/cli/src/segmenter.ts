import { formatShape, type Session, Tensor } from '@cnn/tensor';
import { UsageError } from './errors.js';
import { labelMap, maskPicture, overlay } from './label-map.js';
import { shownPath } from './paths.js';
import { type Picture, type PictureShape, readPicture, stacked } from './picture.js';
import type { PictureFolder } from './picture-folder.js';
import { printShares } from './report/guesses.js';
import { type Answer, picturesFor, type Viewer } from './viewer.js';
import { className, type SavedModel } from './weights.js';

/** A class, and the share of a picture's pixels that are of it, 0…1. */
export interface ClassShare {
  class: string;
  share: number;
}

/** A saved model that tells the class of each pixel of image files. */
export class Segmenter implements Viewer {
  readonly #saved: SavedModel;
  readonly #shape: PictureShape;
  readonly #folder: PictureFolder | undefined;

  /**
   * @param folder for the masks, and the pictures tinted with them
   * @throws UsageError unless the model takes grey or colour images and tells the classes of all of their pixels
   */
  constructor(saved: SavedModel, folder: PictureFolder | undefined) {
    const { model, path } = saved;
    const shape = picturesFor(model);
    const [, height, width] = model.outputShape;
    if (!shape || height !== shape.height || width !== shape.width) {
      throw new UsageError(
        `${shownPath(path)} makes ${formatShape(model.outputShape)} of ${formatShape(model.inputShape)}; expected a model that makes [null, height, width, classes] of [null, height, width, 1 or 3], so choose another.`,
      );
    }
    this.#saved = saved;
    this.#shape = shape;
    this.#folder = folder;
  }

  /** Whole, because all of its pixels are asked for; black bars would be new to a model that never saw any. */
  get #how(): 'squash' | 'pad' {
    return this.#saved.imageResize === 'pad' ? 'pad' : 'squash';
  }

  read(path: string): Promise<Picture> {
    return readPicture(path, this.#shape, this.#how);
  }

  async view(pictures: readonly Picture[], session: Session): Promise<Answer[]> {
    const { model } = this.#saved;
    const options = { session, batchSize: pictures.length };
    const scores = await model.predict(stacked(pictures, this.#shape), options);
    const answers: Answer[] = [];
    for (const [index, picture] of pictures.entries()) {
      const own = new Tensor('f32', scores.shape.slice(1), scores.rows(index, index + 1).data);
      answers.push(await this.#answer(picture, own));
    }
    return answers;
  }

  async #answer({ path, original }: Picture, scores: Tensor<'f32'>): Promise<Answer> {
    const [height, width] = original.shape as [number, number];
    const labels = labelMap(scores, [height, width], this.#how);
    const classes = this.#sharesOf(labels);
    const folder = this.#folder;
    const written = folder && {
      mask: shownPath(await folder.write(path, '', maskPicture(labels))),
      overlay: shownPath(await folder.write(path, '-overlay', overlay(original, labels))),
    };
    return {
      fields: { width, height, classes, ...written },
      print: (terminal) => printShares(classes, terminal),
    };
  }

  /** The classes that are seen, the largest first. */
  #sharesOf({ data }: Tensor<'u8'>): ClassShare[] {
    const counts = new Map<number, number>();
    for (const label of data) counts.set(label, (counts.get(label) ?? 0) + 1);
    return [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([label, count]) => ({
        class: className(this.#saved, label),
        share: count / data.length,
      }));
  }
}
