import { type Box, resizedBox } from '@cnn/datasets';
import { type Detection, type Detector, detectorOf } from '@cnn/detection';
import { formatShape, type Session } from '@cnn/tensor';
import { drawBoxes } from './drawn-boxes.js';
import { UsageError } from './errors.js';
import { shownPath } from './paths.js';
import { type Picture, type PictureShape, readPicture, stacked } from './picture.js';
import type { PictureFolder } from './picture-folder.js';
import { printObjects } from './report/objects.js';
import { type Answer, picturesFor, type Viewer } from './viewer.js';
import { className, type SavedModel } from './weights.js';

/** An object in a picture, in whole pixels of the file. */
export interface FoundObject {
  class: string;
  /** How sure the model is, 0…1. */
  score: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A saved detector that finds objects in image files. */
export class Finder implements Viewer {
  readonly #saved: SavedModel;
  readonly #detector: Detector;
  readonly #shape: PictureShape;
  readonly #least: number;
  readonly #folder: PictureFolder | undefined;

  /**
   * @param least how sure the model must be of an object
   * @param folder for pictures in which objects are framed
   * @throws UsageError unless the model takes grey or colour images
   */
  constructor(saved: SavedModel, least: number, folder: PictureFolder | undefined) {
    const shape = picturesFor(saved.model);
    if (!shape) {
      throw new UsageError(
        `${shownPath(saved.path)} takes ${formatShape(saved.model.inputShape)}; expected a model that takes [null, height, width, 1 or 3], grey or colour images, so choose another.`,
      );
    }
    this.#saved = saved;
    this.#detector = detectorOf(saved.model);
    this.#shape = shape;
    this.#least = least;
    this.#folder = folder;
  }

  /** Whole, because objects are sought everywhere; black bars would be new to a model that never saw any. */
  get #how(): 'squash' | 'pad' {
    return this.#saved.imageResize === 'pad' ? 'pad' : 'squash';
  }

  read(path: string): Promise<Picture> {
    return readPicture(path, this.#shape, this.#how);
  }

  async view(pictures: readonly Picture[], session: Session): Promise<Answer[]> {
    const { model, decode } = this.#detector;
    const options = { session, batchSize: pictures.length };
    const found = decode(await model.predict(stacked(pictures, this.#shape), options), {
      scoreThreshold: this.#least,
    });
    return Promise.all(pictures.map((picture, i) => this.#answer(picture, found[i]!)));
  }

  async #answer(picture: Picture, seen: readonly Detection[]): Promise<Answer> {
    const [height, width] = picture.original.shape as [number, number];
    const shown = resizedBox({ height, width }, this.#shape, this.#how);
    const found = seen.map((object) => ({ ...object, ...boxWithin(shown, object, this.#shape) }));
    const objects = found.map(
      ({ label, score, left, top, right, bottom }): FoundObject => ({
        class: className(this.#saved, label),
        score,
        left: Math.round(left * width),
        top: Math.round(top * height),
        right: Math.round(right * width),
        bottom: Math.round(bottom * height),
      }),
    );
    const drawn = this.#folder === undefined ? undefined : await this.#draw(picture, found, this.#folder);
    return {
      fields: { width, height, objects, ...(drawn !== undefined && { drawn: shownPath(drawn) }) },
      print: (terminal) => printObjects(objects, terminal),
    };
  }

  async #draw(
    { path, original }: Picture,
    found: readonly Detection[],
    folder: PictureFolder,
  ): Promise<string> {
    const { shape, data } = drawBoxes(original, found);
    const [height, width] = shape as [number, number];
    return folder.write(path, '', { width, height, channels: 3, data });
  }
}

/** A box in what the model saw, as one in the picture, of which it saw all in a part of that. */
function boxWithin(
  part: ReturnType<typeof resizedBox>,
  { left, top, right, bottom }: Box,
  { height, width }: PictureShape,
): Box {
  const across = (share: number): number => inside((share * width - part.left) / part.width);
  const down = (share: number): number => inside((share * height - part.top) / part.height);
  return { left: across(left), top: down(top), right: across(right), bottom: down(bottom) };
}

function inside(share: number): number {
  return Math.min(1, Math.max(0, share));
}
