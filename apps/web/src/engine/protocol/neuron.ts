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
