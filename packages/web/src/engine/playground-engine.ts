import { type Dataset, type DatasetSplits, synthetic } from '@cnn/datasets';
import { lenet5, type Model, simpleCnn } from '@cnn/layers';
import { ConfigError, LastingSession, type Session } from '@cnn/tensor';
import { type Callback, compile, Gate, type Trainer } from '@cnn/train';
import { about } from '../trouble.js';
import type {
  EpochFigures,
  PlaygroundListener,
  PlaygroundSetup,
  Prediction,
  playgroundModels,
  Sample,
  TrainedFigures,
} from './playground-protocol.js';

const builders: Readonly<Record<(typeof playgroundModels)[number], typeof simpleCnn | typeof lenet5>> = {
  'simple-cnn': simpleCnn,
  lenet5,
};
/** Pictures that are shown of the training images, and of the test images. */
const SHOWN = 10;
const TEST_IMAGES = 500;
/** Milliseconds between two accounts of the same epoch; its end is told of in any case. */
const PACE = 100;

/** All that a playground can ask its worker to do. Errors have messages for people. */
export class PlaygroundEngine {
  readonly #gate = new Gate();
  readonly #session = new LastingSession();
  #stop = new AbortController();
  #trainer: Trainer | undefined;
  /** May be changed before there is a trainer that has it. */
  #learningRate = 0;

  /** The first images to train and to test with. */
  samples(): { train: Sample[]; test: Sample[] } {
    const { train, test } = synthetic({ trainCount: SHOWN, testCount: SHOWN });
    return { train: samplesIn(train), test: samplesIn(test) };
  }

  /**
   * Trains a new network, and tells of it; resolves when all epochs are done or it was stopped.
   * @throws ConfigError or KernelError
   */
  async train(
    setup: PlaygroundSetup,
    epochs: number,
    learningRate: number,
    listener: PlaygroundListener,
  ): Promise<TrainedFigures> {
    this.#gate.open();
    this.#stop = new AbortController();
    this.#learningRate = learningRate;
    return this.#session.use((session) => this.#train(session, setup, epochs, listener));
  }

  pause(): void {
    if (!this.#stop.signal.aborted) this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  /** Ends after the step that is being taken; what was learned is what the figures tell. */
  stop(): void {
    this.#stop.abort();
    this.#gate.open();
  }

  /** @throws ConfigError unless it is a finite number ≥ 0 */
  setLearningRate(rate: number): void {
    if (this.#trainer) this.#trainer.learningRate = rate;
    this.#learningRate = rate;
  }

  async #train(
    session: Session,
    setup: PlaygroundSetup,
    epochs: number,
    listener: PlaygroundListener,
  ): Promise<TrainedFigures> {
    const splits = draw(setup.images);
    const model = builders[setup.model as keyof typeof builders]({
      inputShape: splits.train.x.shape.slice(1),
      classes: splits.train.classNames.length,
    });
    const trainer = await compile(model, {
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
      session,
    });
    this.#trainer = trainer;
    try {
      trainer.learningRate = this.#learningRate;
      return await this.#fit(trainer, splits, epochs, listener);
    } finally {
      this.#trainer = undefined;
      await trainer.close();
    }
  }

  async #fit(
    trainer: Trainer,
    { train, test }: DatasetSplits,
    epochs: number,
    listener: PlaygroundListener,
  ): Promise<TrainedFigures> {
    const { signal } = this.#stop;
    const done: EpochFigures[] = [];
    const onEpoch = async (figures: EpochFigures): Promise<void> => {
      done.push(figures);
      const predictions = await predictionsOf(trainer.model, test.take(SHOWN), trainer.session);
      listener({ kind: 'epoch', figures, predictions });
    };
    try {
      await trainer.fit(train, {
        epochs,
        validationData: test,
        signal,
        callbacks: [watch(trainer, train.length, this.#gate, listener, onEpoch)],
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return { epochs: done, complete: done.length === epochs };
  }
}

/** @throws ConfigError when there is no room for so many images */
function draw(images: number): DatasetSplits {
  try {
    return synthetic({ trainCount: images, testCount: TEST_IMAGES });
  } catch (error) {
    // What engines throw when an array cannot be had.
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(
      `${images} images need more memory than a page can have (${error.message}). Set a smaller number of images.`,
      about({ kind: 'images-memory', images }, error),
    );
  }
}

/** Tells how an epoch goes, a few times a second, and waits while training is paused. */
function watch(
  trainer: Trainer,
  images: number,
  gate: Gate,
  listener: PlaygroundListener,
  onEpoch: (figures: EpochFigures) => Promise<void>,
): Callback {
  let epoch = 0;
  let steps = 1;
  let told = 0;
  let seconds = 0;
  let begun = 0;
  return {
    setTrainer(_, plan) {
      steps = plan.steps;
    },
    onEpochBegin(index) {
      epoch = index;
      seconds = 0;
    },
    onTrainBatchBegin() {
      begun = performance.now();
    },
    async onTrainBatchEnd(batch, { loss, accuracy }) {
      seconds += (performance.now() - begun) / 1000;
      if (batch + 1 === steps || performance.now() - told >= PACE) {
        told = performance.now();
        const share = (batch + 1) / steps;
        listener({
          kind: 'progress',
          at: epoch + share,
          loss: loss!,
          accuracy: accuracy!,
          imagesPerSecond: (share * images) / seconds,
          threads: trainer.session.threads,
        });
      }
      await gate.passed();
    },
    onEpochEnd: (index, { loss, accuracy, valLoss, valAccuracy }) =>
      onEpoch({
        epoch: index + 1,
        loss: loss!,
        accuracy: accuracy!,
        testLoss: valLoss!,
        testAccuracy: valAccuracy!,
        imagesPerSecond: images / seconds,
      }),
  };
}

function samplesIn({ x, y, classNames }: Dataset): Sample[] {
  const [, height, width] = x.shape as [number, number, number];
  return Array.from(y.data, (label, index) => ({
    name: classNames[label]!,
    width,
    height,
    pixels: opaque(x.rows(index, index + 1).data),
  }));
}

/** RGB as RGBA, which is what a canvas takes. */
function opaque(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let pixel = 0; 3 * pixel < rgb.length; pixel++) {
    rgba.set(rgb.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  }
  return rgba;
}

async function predictionsOf(
  model: Model,
  { x, y, classNames }: Dataset,
  session: Session,
): Promise<Prediction[]> {
  const output = await model.predict(x, { session });
  return Array.from(y.data, (label, index) => {
    const probabilities = output.rows(index, index + 1).data;
    const best = probabilities.indexOf(probabilities.reduce((a, b) => Math.max(a, b)));
    return { name: classNames[best]!, probability: probabilities[best]!, right: best === label };
  });
}
