import { mkdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { encode, type ImageData } from 'fast-png';
import { RunFolder, writeWhole } from './run-folder.js';

/** A new folder for pictures of what was seen in image files. */
export class PictureFolder {
  readonly #path: string;
  readonly #written = new Set<string>();

  private constructor(path: string) {
    this.#path = path;
  }

  /** The folder that a person named, not made yet. @throws UsageError when it is not empty, or is a file */
  static async named(typed: string): Promise<PictureFolder> {
    return new PictureFolder((await RunFolder.named(typed)).path);
  }

  /** Writes a picture that is called like the file it is of, and what kind it is. Returns its path. */
  async write(source: string, kind: string, picture: ImageData): Promise<string> {
    const file = this.#freeName(parse(source).name + kind);
    await mkdir(this.#path, { recursive: true });
    await writeWhole(file, encode(picture));
    return file;
  }

  /** Files of one name can come from several folders. */
  #freeName(name: string): string {
    let file = join(this.#path, `${name}.png`);
    for (let n = 2; this.#written.has(file); n++) file = join(this.#path, `${name}-${n}.png`);
    this.#written.add(file);
    return file;
  }
}
