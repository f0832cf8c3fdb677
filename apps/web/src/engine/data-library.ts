import { Dataset, type DatasetSplits } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';
import { type DataName, taskOfData } from '../tasks/tasks.js';
import {
  type Database,
  ifOpened,
  type StoredData,
  type StoredSplit,
  unkeptBecause,
  whileThereIsRoom,
} from './database.js';
import { type DataFigures, isBuiltIn, isDrawnInAnySize } from './protocol/data.js';
import { loadTask } from './tasks/load-task.js';
import type { ImageSplits, Images } from './tasks/task-work.js';

/** How many images are drawn to show some of them. */
const samplesDrawn = 40;

/** How many test images can be looked at. */
const testImagesShown = 60;

/** The data sets at hand: the one that is in use in memory, all that were loaded in the database. */
export class DataLibrary {
  readonly #database: Promise<Database>;
  #name: DataName | undefined;
  #splits: DatasetSplits | undefined;
  #drawn: { readonly name: DataName; readonly size: number | undefined; readonly test: Images } | undefined;

  constructor(database: Promise<Database>) {
    this.#database = database;
  }

  /**
   * The images of a data set, or the first `limit` of each split; undefined when it was never loaded. Draws no more
   * than are wanted of what is built in.
   * @param size of images that are drawn in any size
   */
  async splits(
    name: DataName,
    limit = Number.POSITIVE_INFINITY,
    size?: number,
  ): Promise<ImageSplits | undefined> {
    if (isBuiltIn(name)) return drawn(name, limit, size);
    const splits = await this.#whole(name);
    return splits && { ...splits, train: splits.train.take(limit), test: splits.test.take(limit) };
  }

  /** What the page shows of a data set; undefined when it was never loaded. Does not draw all that is built in. */
  async figures(name: DataName, size?: number): Promise<DataFigures | undefined> {
    if (isBuiltIn(name)) {
      const { builtIn } = await loadTask(taskOfData(name));
      const figures = await figuresOf(name, await drawn(name, samplesDrawn, size));
      return { ...figures, trainCount: builtIn.train, testCount: builtIn.test };
    }
    const splits = await this.#whole(name);
    return splits && figuresOf(name, splits);
  }

  /** The first test images, to choose one from. */
  async firstTestImages(name: DataName, size: number): Promise<Images | undefined> {
    return (await this.testImages(name, size))?.take(testImagesShown);
  }

  /** All test images. What is built in is drawn once, until another such set is wanted. */
  async testImages(name: DataName, wanted?: number): Promise<Images | undefined> {
    const size = isDrawnInAnySize(name) ? wanted : undefined;
    if (!isBuiltIn(name)) return (await this.#whole(name))?.test;
    if (this.#drawn?.name !== name || this.#drawn.size !== size) {
      const { builtIn, draw } = await loadTask(taskOfData(name));
      this.#drawn = { name, size, test: draw({ train: 1, test: builtIn.test, size }).test };
    }
    return this.#drawn.test;
  }

  /** Keeps a data set for later visits, in place of one of the same name; where that cannot be, for this visit only. */
  async add(name: DataName, splits: DatasetSplits): Promise<DataFigures> {
    const figures = await figuresOf(name, splits);
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
      const unkept = unkeptBecause(error);
      if (unkept) return { ...figures, unkept };
      throw error;
    }
    return figures;
  }

  async remove(name: DataName): Promise<void> {
    await (await ifOpened(this.#database))?.delete('data', name);
    if (this.#name === name) this.#name = undefined;
  }

  async #whole(name: DataName): Promise<DatasetSplits | undefined> {
    if (this.#name === name) return this.#splits;
    const splits = await this.#stored(name);
    if (splits) this.#hold(name, splits);
    return splits;
  }

  async #stored(name: DataName): Promise<DatasetSplits | undefined> {
    const stored = await (await ifOpened(this.#database))?.get('data', name);
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

/** A set that is built in, or as many images of it as are wanted. */
async function drawn(name: DataName, limit: number, size: number | undefined): Promise<ImageSplits> {
  const { builtIn, draw } = await loadTask(taskOfData(name));
  return draw({ train: Math.min(limit, builtIn.train), test: Math.min(limit, builtIn.test), size });
}

async function figuresOf(name: DataName, { train, test, source }: ImageSplits): Promise<DataFigures> {
  const [, height, width, channels] = train.x.shape;
  const task = taskOfData(name);
  return {
    name,
    task,
    imageShape: [height!, width!, channels!],
    classNames: train.classNames,
    trainCount: train.length,
    testCount: test.length,
    source,
    samples: (await loadTask(task)).samples(train),
  };
}
