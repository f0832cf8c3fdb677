import type { ModelName } from '../../tasks/tasks.js';

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
