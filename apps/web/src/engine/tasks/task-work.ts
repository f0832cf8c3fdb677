import type {
  Augmentation,
  Dataset,
  DetectionDataset,
  ResizeMode,
  SegmentationDataset,
  Splits,
  Statistics,
  Transform,
} from '@cnn/datasets';
import type { Model, Session } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';
import type { CompileOptions, TrainingData } from '@cnn/train';
import type { LoadProgress, Samples } from '../protocol/data.js';
import type { Answer } from '../protocol/look.js';
import type { ModelSpec, Purpose } from '../protocol/model.js';
import type { Settings } from '../protocol/settings.js';
import type { Survey } from '../protocol/survey.js';
import type { Figures } from '../protocol/task.js';

/** Images with the truth that a task is learned from. */
export type Images = Dataset | SegmentationDataset | DetectionDataset;

/** The same, split. */
export type ImageSplits = Splits<Images>;

/** How many images of each split are drawn, and their height and width where that is free. */
export interface Drawing {
  readonly train: number;
  readonly test: number;
  readonly size?: number | undefined;
}

/** What the first weights are derived from, and by what images are normalised first, if at all. */
export interface Beginning {
  readonly seed: number;
  readonly normalization?: Statistics | undefined;
}

/** How to go through the images of a rating. */
export interface RatingOptions {
  readonly batchSize: number;
  readonly session: Session;
}

/** A look at an image. */
export interface Look<D> {
  readonly model: Model;
  /** `[1, height, width, channels]`. */
  readonly image: Tensor<'u8'>;
  /** What the model gives for it. */
  readonly output: Tensor<'f32'>;
  /** The image as data, where it is of some. */
  readonly truth: D | undefined;
  readonly session: Session;
}

/** What the engine does for a task in a way of its own; each task is an object of these. */
export interface TaskWork<D extends Images = Images> {
  /** How many images the set has that is built in. */
  readonly builtIn: { readonly train: number; readonly test: number };
  /** The built-in set, or the first images of each of its splits, without drawing the others. */
  draw(drawing: Drawing): Splits<D>;
  /** Some images to show what the data is. */
  samples(data: D): Samples;
  /** For each image, the classes of what is in it. */
  labels(data: D): number[][];
  /** How a person's own pictures are brought to a model's size, by how training noted that its images were. */
  resize(noted: ResizeMode | undefined): ResizeMode;
  /** Builds what was chosen. @throws ConfigError or ShapeError, naming the layer that does not fit */
  build(spec: ModelSpec, purpose: Purpose, beginning?: Beginning): Model;
  /** Whether a model is for the task, by what it makes of images. */
  isFor(model: Model): boolean;
  /** How many classes a model tells apart. */
  classesOf(model: Model): number;
  /** What a model learns by, and the figures that are taken meanwhile. */
  goal(model: Model, settings: Settings): Pick<CompileOptions, 'loss' | 'metrics'>;
  /** With what the loss takes. */
  targets(data: D, model: Model, settings: Settings): TrainingData;
  /** What short names stand for here. @throws ConfigError for a transform that there is none of */
  transforms(names: readonly string[]): Transform[];
  /** What training images are changed by. @throws ConfigError for a transform that there is none of */
  augmentation(data: D, model: Model, settings: Settings): Augmentation | undefined;
  /** Figures that training does not take itself, in a test of a model on images. */
  rate?(model: Model, data: D, how: RatingOptions): Promise<Figures>;
  /** What a model tells of an image. */
  answer(look: Look<D>): Promise<Answer>;
  /** What a model makes of all images of a set. @throws ShapeError when it takes other images */
  survey(
    model: Model,
    data: D,
    session: Session,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<Survey>;
}
