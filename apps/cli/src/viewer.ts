import type { Model } from '@cnn/layers';
import type { Session } from '@cnn/tensor';
import type { Picture, PictureShape } from './picture.js';
import type { Terminal } from './terminal.js';

/** What a model says of a picture. */
export interface Answer {
  /** Beside the file's name, in a line of `predict --json`. */
  readonly fields: object;
  print(terminal: Terminal): void;
}

/** A saved model that says something of image files. */
export interface Viewer {
  read(path: string): Promise<Picture>;
  view(pictures: readonly Picture[], session: Session): Promise<Answer[]>;
}

/** The images that a model takes, grey or in colour; undefined when it takes something else. */
export function picturesFor({ inputShape }: Model): PictureShape | undefined {
  const [, height, width, channels] = inputShape;
  if (inputShape.length !== 4 || !height || !width || (channels !== 1 && channels !== 3)) return undefined;
  return { height, width, channels };
}
