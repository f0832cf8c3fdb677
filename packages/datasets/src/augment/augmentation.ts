import { ConfigError, Tensor } from '@cnn/tensor';
import { type AugmentedBoxes, BoxTargets } from './box-targets.js';
import { checkSamples, masksOf, type Samples } from './check-samples.js';
import { expectKnownOptions, show, whole } from './options.js';
import type { Transformed } from './thread.js';
import { TransformWorker, transformHere } from './transform-worker.js';
import {
  changesObjects,
  mixesLabels,
  movesPixels,
  type Transform,
  type TransformTask,
  transformNames,
} from './transforms.js';

export interface AugmentationOptions {
  /** Threads that transform; 0 leaves it to the thread that trains. Default 1, plenty for most. */
  readonly workers?: number;
  /**
   * The class, in masks, of what comes into view from beyond the edges, where images have the colour `fillValue`.
   * Default 0, the background; `voidClass` for a loss that ignores it.
   */
  readonly maskFill?: number;
  /** The objects in the images, for a detector: their boxes move with the images, and y is made of them anew. */
  readonly boxes?: AugmentedBoxes;
}

/** Some samples of an epoch. */
export interface SampleBatch {
  /** Images `[count, height, width, channels]`, `u8` or `f32`, in memory of their own, which is given away. */
  readonly x: Tensor<'u8' | 'f32'>;
  /** What they are, in memory of its own, which is given away. */
  readonly y: Tensor;
  /** Where in the data the samples are, in memory of its own. */
  readonly samples: Uint32Array;
  /** Numbers of the epoch, and of the batch in it, from 0. */
  readonly epoch: number;
  readonly batch: number;
}

/**
 * Changes training images at random, the same image differently in each epoch. What becomes of an image depends on
 * the seed, the epoch and its place in the data, and where images are put together on the others of the batch; not on
 * the number of workers, and not on whether training was interrupted before.
 */
export class Augmentation {
  readonly transforms: readonly Transform[];
  readonly workers: number;
  readonly maskFill: number;
  /** @internal */
  readonly boxes: BoxTargets | undefined;

  constructor(transforms: readonly Transform[], options: AugmentationOptions) {
    expectKnownOptions('augmentation', options, ['workers', 'maskFill', 'boxes']);
    this.transforms = checkTransforms(transforms);
    this.workers = whole('The workers of augmentation', options.workers ?? 1, 0);
    this.maskFill = whole('The maskFill of augmentation', options.maskFill ?? 0, 0);
    this.boxes = options.boxes && new BoxTargets(options.boxes, this.transforms);
  }

  /** Whether it changes what images are, too, so that labels have to be one-hot rows. */
  get mixesLabels(): boolean {
    return this.transforms.some(({ name }) => mixesLabels(name));
  }

  /**
   * @param data what is to be augmented
   * @param targets whether the loss takes y for class numbers or for values
   * @throws ShapeError or ConfigError when the transforms cannot change such samples
   */
  check(data: Samples, targets: 'labels' | 'values'): void {
    const { boxes, maskFill } = this;
    checkSamples(this.transforms, data, targets, boxes !== undefined);
    boxes?.check(data);
    if (maskFill === 0 || (targets === 'labels' && (data.y.dtype !== 'u8' || maskFill <= 255))) return;
    throw new ConfigError(
      `augmentation was given the maskFill ${maskFill}, and y holds ${targets === 'labels' ? 'bytes' : 'values'}; it must be a number that stands for a class there. Leave it out, or use class numbers.`,
    );
  }

  /** What the outcome depends on: the transforms, and not who applies them. */
  toJSON(): object {
    const { transforms, maskFill, boxes } = this;
    const { minVisibility } = boxes ?? {};
    return { transforms, ...(maskFill !== 0 && { maskFill }), ...(boxes && { minVisibility }) };
  }

  /** Starts the workers. Has to be closed. */
  open(seed: number): AugmentationRun {
    return new AugmentationRun(this, seed);
  }
}

/** An augmentation at work, for as long as a training lasts. */
export class AugmentationRun {
  readonly #transforms: readonly Transform[];
  readonly #mixesLabels: boolean;
  readonly #movesPixels: boolean;
  readonly #maskFill: number;
  readonly #boxes: BoxTargets | undefined;
  readonly #seed: number;
  readonly #workers: readonly TransformWorker[];
  #begun = 0;

  /** @internal */
  constructor({ transforms, mixesLabels, workers, maskFill, boxes }: Augmentation, seed: number) {
    this.#transforms = transforms;
    this.#mixesLabels = mixesLabels;
    this.#movesPixels = transforms.some(({ name }) => movesPixels(name));
    this.#maskFill = maskFill;
    this.#boxes = transforms.some(({ name }) => changesObjects(name)) ? boxes : undefined;
    this.#seed = seed;
    this.#workers = Array.from({ length: workers }, () => new TransformWorker());
  }

  /** How many batches can be under way while another is used. */
  get ahead(): number {
    return this.#workers.length;
  }

  /** The batch, transformed. @throws WorkerError when the worker has come to an end */
  async transform({ x, y, ...which }: SampleBatch): Promise<Pick<SampleBatch, 'x' | 'y'>> {
    const transformed = await this.#run({
      transforms: this.#transforms,
      seed: this.#seed,
      ...which,
      imageShape: x.shape.slice(1),
      x: x.data,
      y: this.#mixesLabels ? (y.data as Float32Array) : undefined,
      masks: this.#movesPixels && !this.#boxes ? masksOf(x, y, this.#maskFill) : undefined,
      objects: this.#boxes?.of(which.samples),
    });
    return { x: new Tensor(x.dtype, x.shape, transformed.x), y: this.#targets(y, transformed) };
  }

  /** What y has become. */
  #targets(before: Tensor, { y, masks, objects }: Transformed): Tensor {
    if (this.#boxes && objects) return this.#boxes.encode(objects);
    const labels = y ?? masks?.data;
    return labels ? new Tensor(before.dtype, before.shape, labels) : before;
  }

  /** Ends the workers, with whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  #run(task: TransformTask): Promise<Transformed> {
    const workers = this.#workers;
    if (workers.length === 0) return transformHere(task);
    return workers[this.#begun++ % workers.length]!.run(task);
  }
}

/**
 * Random changes to training images, in the order given, which make a model see more than there is. They are made
 * while a step computes, in a thread of its own, and to training batches only.
 * @throws ConfigError for an unusable option, or something that is no transform
 * @example trainer.fit(train, { augment: augmentation([randomFlip(), randomCrop({ padding: 4 })]) })
 */
export function augmentation(
  transforms: readonly Transform[],
  options: AugmentationOptions = {},
): Augmentation {
  return new Augmentation(transforms, options);
}

function checkTransforms(given: readonly Transform[]): readonly Transform[] {
  const isTransform = (one: Transform): boolean =>
    typeof one === 'object' && transformNames.includes(one?.name);
  const list: readonly Transform[] = Array.isArray(given) ? given : [given];
  const stranger = list.findIndex((one) => !isTransform(one));
  if (Array.isArray(given) && stranger < 0 && list.length > 0) return [...list];
  throw new ConfigError(
    `augmentation was given ${arrived(given, list[stranger])}; it takes a list of what ${transformNames.join(', ')} return. Pass [randomFlip()] for instance.`,
  );
}

function arrived(given: readonly Transform[], stranger: unknown): string {
  if (typeof stranger === 'function') return `the function ${stranger.name} itself`;
  if (!Array.isArray(given)) return `${show(given)} without a list`;
  return given.length === 0 ? 'no transform' : show(stranger);
}
