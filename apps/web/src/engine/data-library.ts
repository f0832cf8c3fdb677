import { Dataset, type DatasetSplits, synthetic } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';
import {
  type Database,
  isRoomless,
  type StoredData,
  type StoredSplit,
  whileThereIsRoom,
} from './database.js';
import type { DataFigures, DataName, Samples } from './protocol/data.js';

/** How many images the built-in set has. */
const syntheticSizes = { trainCount: 15_000, testCount: 2_500 };

/** How many test images can be looked at. */
const testImagesShown = 60;

/** How many images are shown: as many of each class as make up the fewer, without going beyond the most. */
const shown = { fewer: 20, most: 40 };

/** The data sets at hand: the one that is in use in memory, all that were loaded in the database. */
export class DataLibrary {
  readonly #database: Promise<Database>;
  #name: DataName | undefined;
  #splits: DatasetSplits | undefined;
  #drawn: Dataset | undefined;

  constructor(database: Promise<Database>) {
    this.#database = database;
  }

  /**
   * The images of a data set, or the first `limit` of each split; undefined when it was never loaded. Draws no more
   * than are wanted of what is built in.
   */
  async splits(name: DataName, limit = Number.POSITIVE_INFINITY): Promise<DatasetSplits | undefined> {
    if (name === 'synthetic') return drawSynthetic(limit);
    const splits = await this.#whole(name);
    return splits && { ...splits, train: splits.train.take(limit), test: splits.test.take(limit) };
  }

  /** What the page shows of a data set; undefined when it was never loaded. Does not draw all that is built in. */
  async figures(name: DataName): Promise<DataFigures | undefined> {
    if (name === 'synthetic') {
      return { ...figuresOf(name, drawSynthetic(40)), ...syntheticSizes };
    }
    const splits = await this.#whole(name);
    return splits && figuresOf(name, splits);
  }

  /** The first test images, to choose one from. */
  async firstTestImages(name: DataName): Promise<Dataset | undefined> {
    return (await this.testImages(name))?.take(testImagesShown);
  }

  /** All test images. What is built in is drawn once. */
  async testImages(name: DataName): Promise<Dataset | undefined> {
    if (name !== 'synthetic') return (await this.#whole(name))?.test;
    this.#drawn ??= synthetic({ trainCount: 1, testCount: syntheticSizes.testCount }).test;
    return this.#drawn;
  }

  /** Keeps a data set for later visits, in place of one of the same name; without room, for this visit only. */
  async add(name: DataName, splits: DatasetSplits): Promise<DataFigures> {
    const figures = figuresOf(name, splits);
    const { train, test, source } = splits;
    const { imageShape, classNames } = figures;
    const split = ({ x, y }: Dataset): StoredSplit => ({ x: x.data, y: y.data });
    const stored: StoredData = {
      name,
      classNames,
      imageShape,
      source,
      train: split(train),
      test: split(test),
    };
    this.#hold(name, splits);
    try {
      await whileThereIsRoom('data', (await this.#database).put('data', stored, name));
    } catch (error) {
      if (isRoomless(error)) return { ...figures, kept: false };
      throw error;
    }
    return figures;
  }

  async remove(name: DataName): Promise<void> {
    await (await this.#database).delete('data', name);
    if (this.#name === name) this.#name = undefined;
  }

  async #whole(name: DataName): Promise<DatasetSplits | undefined> {
    if (this.#name === name) return this.#splits;
    const splits = await this.#stored(name);
    if (splits) this.#hold(name, splits);
    return splits;
  }

  async #stored(name: DataName): Promise<DatasetSplits | undefined> {
    const stored = await (await this.#database).get('data', name);
    if (!stored) return undefined;
    const dataset = ({ x, y }: StoredSplit): Dataset =>
      new Dataset({
        name,
        classNames: stored.classNames,
        x: new Tensor('u8', [y.length, ...stored.imageShape], x),
        y: new Tensor('i32', [y.length], y),
      });
    return { train: dataset(stored.train), test: dataset(stored.test), source: stored.source };
  }

  #hold(name: DataName, splits: DatasetSplits): void {
    this.#name = name;
    this.#splits = splits;
  }
}

function drawSynthetic(limit: number): DatasetSplits {
  const { trainCount, testCount } = syntheticSizes;
  return synthetic({ trainCount: Math.min(limit, trainCount), testCount: Math.min(limit, testCount) });
}

function figuresOf(name: DataName, { train, test, source }: DatasetSplits): DataFigures {
  const [, height, width, channels] = train.x.shape;
  return {
    name,
    imageShape: [height!, width!, channels!],
    classNames: train.classNames,
    trainCount: train.length,
    testCount: test.length,
    source,
    samples: samplesOf(train),
    kept: true,
  };
}

/** The first images of each class, class by class in turn. */
function samplesOf({ x, y, classNames }: Dataset): Samples {
  const byClass = classNames.map(() => [] as number[]);
  const { length: classes } = classNames;
  const wanted = Math.max(1, Math.min(Math.ceil(shown.fewer / classes), Math.floor(shown.most / classes)));
  for (let i = 0, missing = classNames.length * wanted; i < y.size && missing > 0; i++) {
    const found = byClass[y.data[i]!]!;
    if (found.length === wanted) continue;
    found.push(i);
    missing--;
  }
  const rows = Array.from({ length: wanted }, (_, row) => byClass.flatMap((found) => found[row] ?? []));
  const indices = rows.flat().slice(0, shown.most);
  const size = x.size / y.size;
  const pixels = new Uint8Array(indices.length * size);
  indices.forEach((index, i) => {
    pixels.set(x.rows(index, index + 1).data, i * size);
  });
  return { pixels, labels: indices.map((index) => y.data[index]!) };
}
