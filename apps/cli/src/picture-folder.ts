import { join, parse } from 'node:path';
import { encode, type ImageData } from 'fast-png';
import { RunFolder } from './run-folder.js';
import { writeWhole } from './whole-file.js';

/** A new folder for pictures of what was seen in image files. */
export class PictureFolder {
  readonly #folder: RunFolder;
  readonly #written = new Set<string>();

  private constructor(folder: RunFolder) {
    this.#folder = folder;
  }

  /** The folder that a person named, not made yet. @throws UsageError when it is not empty, or is a file */
  static async named(typed: string): Promise<PictureFolder> {
    return new PictureFolder(await RunFolder.named(typed));
  }

  get path(): string {
    return this.#folder.path;
  }

  /** How many pictures were written. */
  get size(): number {
    return this.#written.size;
  }

  /** Writes a picture that is called like the file it is of, and what kind it is. Returns its path. */
  async write(source: string, kind: string, picture: ImageData): Promise<string> {
    const file = this.#freeName(parse(source).name + kind);
    await this.#folder.make();
    await writeWhole(file, encode(picture));
    return file;
  }

  /** Files of one name can come from several folders. */
  #freeName(name: string): string {
    let file = join(this.#folder.path, `${name}.png`);
    for (let n = 2; this.#written.has(file); n++) file = join(this.#folder.path, `${name}-${n}.png`);
    this.#written.add(file);
    return file;
  }
}
