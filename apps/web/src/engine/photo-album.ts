import { Dataset, type DatasetSplits, imageFolderFromFiles } from '@cnn/datasets';
import { type Database, ifOpened, whileThereIsRoom } from './database.js';
import type { LoadProgress, Photo } from './protocol/data.js';

/** Photos that a person took with the camera, each of a class; where the browser keeps nothing, those of this visit. */
export class PhotoAlbum {
  readonly #database: Promise<Database>;
  /** What the browser does not keep. */
  #held: readonly Photo[] = [];

  constructor(database: Promise<Database>) {
    this.#database = database;
  }

  /** In the order in which they were taken. */
  async list(): Promise<Photo[]> {
    const transaction = (await ifOpened(this.#database))?.transaction('photos');
    if (!transaction) return [...this.#held];
    const [ids, photos] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    return ids.map((id, i) => ({ id, ...photos[i]! }));
  }

  /** @returns the photo's number @throws DataError when the browser gives no more room */
  async add(className: string, jpeg: Uint8Array<ArrayBuffer>): Promise<number> {
    const database = await ifOpened(this.#database);
    if (!database) return this.#hold(className, jpeg);
    const added = database.add('photos', { className, jpeg });
    await whileThereIsRoom('photos', added);
    return added;
  }

  async remove(ids: readonly number[]): Promise<void> {
    this.#held = this.#held.filter(({ id }) => !ids.includes(id));
    const transaction = (await ifOpened(this.#database))?.transaction('photos', 'readwrite');
    if (!transaction) return;
    await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
  }

  /** All photos as a data set, `size` × `size`, some of each class kept for the test. @throws DataError */
  async dataset(size: number, onProgress: (progress: LoadProgress) => void): Promise<DatasetSplits> {
    const photos = await this.list();
    const classNames = [...new Set(photos.map(({ className }) => className))];
    // Folders are numbered, because a class may be called like a split, or with a slash.
    const folder = (className: string): string => String(classNames.indexOf(className)).padStart(4, '0');
    const files = photos.map(({ id, className, jpeg }) => ({
      name: `photos/${folder(className)}/${id}.jpg`,
      bytes: jpeg,
    }));
    const { train, test } = await imageFolderFromFiles(files, { size, onProgress });
    const named = ({ name, x, y }: Dataset): Dataset => new Dataset({ name, classNames, x, y });
    return { train: named(train), test: named(test), source: 'the camera' };
  }

  #hold(className: string, jpeg: Uint8Array<ArrayBuffer>): number {
    const id = (this.#held.at(-1)?.id ?? 0) + 1;
    this.#held = [...this.#held, { id, className, jpeg }];
    return id;
  }
}
