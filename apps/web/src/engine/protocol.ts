import type { ClassifierName } from '@cnn/layers';
import type { Lesson } from '@cnn/lessons';
import type { Trouble } from './trouble.js';

/**
 * What the page and its worker tell each other. Everything here can be cloned; all that computes, and all that is
 * large, stays in the worker.
 */

export const dataNames = [
  'synthetic',
  'mnist',
  'fashion-mnist',
  'cifar10',
  'cifar100',
  'images',
  'camera',
] as const;

/** A kind of data; the names are those of the command line, and `images` and `camera` are a person's own. */
export type DataName = (typeof dataNames)[number];

/** What the page knows of the data that the worker has. */
export interface DataFigures {
  readonly name: DataName;
  /** `[height, width, channels]`. */
  readonly imageShape: readonly [number, number, number];
  readonly classNames: readonly string[];
  readonly trainCount: number;
  readonly testCount: number;
  /** One line: where it came from. */
  readonly source: string;
  /** Some images, of each class in turn, to be shown. */
  readonly samples: Samples;
  /** False when the browser has no room to keep it beyond this visit. */
  readonly kept: boolean;
}

/** Images as bytes, one after another, each `imageShape`. */
export interface Samples {
  readonly pixels: Uint8Array;
  readonly labels: readonly number[];
}

/** How far something that takes a while is; `total` is undefined when nobody knows. */
export interface LoadProgress {
  readonly done: number;
  readonly total: number | undefined;
}

export const modelNames = [
  'simple-cnn',
  'lenet5',
  'resnet20',
  'resnet32',
  'resnet44',
  'resnet56',
  'resnet110',
  'vgg16',
  'alexnet',
  'resnet18',
  'resnet34',
  'resnet50',
] as const satisfies readonly ClassifierName[];

/** A model of the catalogue, by its name on the command line. */
export type ModelName = (typeof modelNames)[number];

/** A layer as Keras writes it: its class, and its options in snake case. */
export interface LayerSpec {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * What is to be trained: a model of the catalogue as it is, or layers in a row. The layer that gives a
 * probability for each class follows them by itself.
 */
export interface ModelSpec {
  /** Of the catalogue, or where the layers began. */
  readonly name: ModelName;
  readonly layers?: readonly LayerSpec[];
}

/** What a model is built for. */
export interface Purpose {
  readonly imageShape: readonly [number, number, number];
  readonly classes: number;
}

/** A layer of a model that was built. */
export interface LayerFigures {
  readonly name: string;
  readonly className: string;
  /** Without the batch axis. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
}

/** A model that was built, in figures. */
export interface ModelFigures {
  readonly layers: readonly LayerFigures[];
  readonly parameters: number;
  /** Multiplications and additions for one image, forward. */
  readonly flops: number;
  /** Bytes that training takes. */
  readonly memory: number;
  /** The largest batch that fits into memory, 0 when none does; undefined when the chosen one does. */
  readonly largestBatch: number | undefined;
  /** The layers before the last one, for models whose layers stand in a row. */
  readonly editable: readonly LayerSpec[] | undefined;
}

export const optimizerNames = ['adam', 'adamw', 'sgd', 'rmsprop', 'adagrad', 'lion'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export const scheduleNames = ['constant', 'step', 'exponential', 'cosine', 'one-cycle'] as const;
export type ScheduleName = (typeof scheduleNames)[number];

export const transformNames = [
  'flip',
  'crop:4',
  'rotate',
  'zoom',
  'light',
  'cutout',
  'mixup',
  'cutmix',
] as const;
/** A random change to training images that can be chosen in the page, as `--augment` of the command line names it. */
export type TransformName = (typeof transformNames)[number];

/** How to train. Names as in a run's `config.json`. */
export interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly validationSplit: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  /** Of SGD and RMSprop. Default 0. */
  readonly momentum?: number | undefined;
  /** Whether SGD looks ahead along its momentum. */
  readonly nesterov?: boolean | undefined;
  /** Default: the optimizer's own. */
  readonly weightDecay?: number | undefined;
  /** How the learning rate changes over the run. Default `constant`. */
  readonly schedule?: ScheduleName | undefined;
  /** Epochs in which it rises first. Default 0. */
  readonly warmup?: number | undefined;
  /** Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** Transforms by their short names; runs of the command line may have others than the page offers. */
  readonly augment?: readonly string[] | undefined;
  /** Whether the model normalises images by the mean and the deviation of those that it is trained on. */
  readonly normalize?: boolean | undefined;
  readonly seed: number;
  /** Only so many training and test images, the first ones. */
  readonly limit?: number | undefined;
}

/** The figures of an epoch, as in `history.json`. */
export interface EpochFigures {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss: number | null;
  readonly valAccuracy: number | null;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** The mean of some steps within an epoch, for curves that grow while one looks. */
export interface TracePoint {
  /** Where it lies, in epochs: 1.5 is the middle of the second. */
  readonly at: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** The options of a run, as `config.json` has them. Runs of other origin may lack some. */
export interface RunConfig extends Partial<Settings> {
  readonly model: string;
  readonly data: string;
}

/** What a run found out, as `config.json` has it below `run`. */
export interface Found {
  readonly parameters?: number;
  readonly threads?: number;
  readonly variant?: string;
  readonly trainSize?: number;
  readonly validationSize?: number;
  readonly testSize?: number;
  readonly dataSource?: string;
  readonly startedAt?: string;
  /** Who goes on from the checkpoint to the same bits; the command line keeps other things in its own. */
  readonly checkpointOf?: 'page';
}

/** A training run, past or present. Its weights are kept apart. */
export interface Run {
  readonly id: string;
  readonly config: RunConfig;
  readonly found: Found;
  readonly epochs: readonly EpochFigures[];
  readonly trace: readonly TracePoint[];
  readonly test: { readonly loss: number; readonly accuracy: number } | null;
  readonly state: 'training' | 'finished' | 'stopped' | 'opened';
  readonly hasWeights: boolean;
  /** Whether all that training depends on is kept, not the weights alone. */
  readonly resumable: boolean;
}

export type Phase = 'preparing' | 'training' | 'validating' | 'testing' | 'paused';

/** Where a run stands, told about ten times a second. */
export interface Progress {
  readonly phase: Phase;
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Means of the epoch so far. */
  readonly loss: number | undefined;
  readonly accuracy: number | undefined;
  readonly imagesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly learningRate: number;
  /** What the curve of the run has gained since the last time. */
  readonly point: TracePoint | undefined;
}

/** How steep the loss is for each layer at a moment of training. */
export interface GradientFigures {
  /** When, in epochs. */
  readonly at: number;
  /** Of the layers that learn, from the image on: the L2 norm of the gradient with respect to their weights. */
  readonly layers: readonly { readonly name: string; readonly norm: number }[];
}

export type TrainingEvent =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** `no-room`: they do not fit into memory beside the training. */
  | { readonly kind: 'gradients'; readonly figures: GradientFigures | 'no-room' }
  /** Something went wrong that training goes on in spite of. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** A picture of a person's, and the folders that it lies in. */
export interface PictureFile {
  /** From the chosen folder: `pets/cat/tom.jpg`. The last folder is the class. */
  readonly path: string;
  readonly file: File;
}

/** A photo that a person took. */
export interface Photo {
  readonly id: number;
  readonly className: string;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

/** What to train. */
export interface TrainingRequest {
  readonly data: DataName;
  /** `epochs` are all epochs that the run is to have, those before included. */
  readonly settings: Settings;
  /** A new model, or a run to go on with. */
  readonly from: ModelSpec | { readonly run: string };
}

/** What a run's model can be shown. */
export interface LookFigures {
  /** Of the images that it takes, `[height, width, channels]`. */
  readonly imageShape: readonly [number, number, 1 | 3];
  readonly classNames: readonly string[];
  /** The first test images of its data; undefined when these were never loaded, or are of another shape. */
  readonly samples: Samples | undefined;
}

/** A picture of a person's own: a file, or what was drawn. */
export type Picture = Blob | ImageData;

/** What is looked at: a test image of a run's data, by its number, or a picture of one's own. */
export type Subject = number | Picture;

/** Pictures of one size, one after another, as bytes. */
export interface PictureSheet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** What a layer gave for an image. */
export interface LayerPictures {
  readonly name: string;
  readonly className: string;
  readonly outputShape: readonly number[];
  readonly sheet: PictureSheet;
}

/** What a model takes each test image for. Numbers of the image at the same place in each list. */
export interface Survey {
  readonly labels: Uint16Array;
  /** The class that the model finds most probable. */
  readonly taken: Uint16Array;
  /** The probability of that class. */
  readonly confidences: Float32Array;
  /** The probability of the class that the image is of; the loss is its logarithm. */
  readonly truths: Float32Array;
}

/** What a model makes of an image. */
export interface ImageReport {
  /** The image itself, as the model takes it. */
  readonly pixels: Uint8Array;
  /** The class that it is of, where that is known. */
  readonly label: number | undefined;
  readonly probabilities: readonly number[];
  /** Grad-CAM for the class that the model finds most probable, a byte a pixel; for models with a convolution. */
  readonly cam: Uint8Array | undefined;
  /** How much each pixel changes that class's score. */
  readonly saliency: Uint8Array;
  readonly layers: readonly LayerPictures[];
  /** Of the first convolution, where they can be shown. */
  readonly filters: PictureSheet | undefined;
}

/** Some rows and columns of a picture; padding lies beyond its borders. */
export interface Frame {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

/** A number of a layer's output, by where it is in the layer's pictures. */
export interface NeuronPlace {
  /** The layer's name. */
  readonly layer: string;
  /** Of the feature map, or 0 where all numbers are one row. */
  readonly row: number;
  readonly column: number;
  /** Which feature map, or 0. */
  readonly channel: number;
}

/** What a channel of a layer's input contributes to a number: Σ inputs · weights, cell by cell of the window. */
export interface ChannelTerm {
  readonly channel: number;
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly sum: number;
}

/** How a number is made of a window of `height` × `width` cells. */
export type NeuronMaking =
  | {
      readonly kind: 'sum';
      readonly height: number;
      readonly width: number;
      /** Of the channels that contribute most. */
      readonly terms: readonly ChannelTerm[];
      /** What the others add up to. */
      readonly rest: { readonly count: number; readonly sum: number };
      readonly bias: number;
      /** Of all. */
      readonly sum: number;
      /** What is applied to the sum. */
      readonly activation: string;
    }
  | {
      readonly kind: 'largest';
      readonly height: number;
      readonly width: number;
      readonly inputs: readonly number[];
      /** Which of them. */
      readonly winner: number;
    };

/** How one number of a layer came about. */
export interface NeuronReport {
  readonly place: NeuronPlace;
  readonly value: number;
  /** What of the image it depends on; undefined where that is all of it. */
  readonly field: Frame | undefined;
  /** The window on what the layer is applied to, where that are pictures; without a layer, the image. */
  readonly input:
    | { readonly layer: string | undefined; readonly frame: Frame; readonly channel: number }
    | undefined;
  /** Undefined for layers that cannot be taken apart. */
  readonly made: NeuronMaking | undefined;
}

/** A lesson that has not been run. */
export type LessonTitle = Pick<Lesson, 'name' | 'title' | 'question'>;

/** The files of a run, as the command line writes them. */
export interface RunFiles {
  readonly 'config.json': string;
  readonly 'history.json': string;
  readonly 'model.safetensors'?: Uint8Array<ArrayBuffer>;
  /** All that training goes on from. */
  readonly 'checkpoint.safetensors'?: Uint8Array<ArrayBuffer>;
}

/** The folder of a run in one file. */
export interface RunZip {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the worker computes on. */
export interface Host {
  readonly threads: number;
  readonly variant: string;
}
