/** What there is to learn from, and networks that can. */
export const playgroundData = ['synthetic'] as const;
export const playgroundModels = ['simple-cnn', 'lenet5'] as const;

/** What a playground trains, and on what: {@link playgroundData}, {@link playgroundModels}. */
export interface PlaygroundSetup {
  readonly data: string;
  readonly model: string;
  /** How many images to train on. */
  readonly images: number;
}

/** An image of the data, and what it shows. */
export interface Sample {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** RGBA. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** What the network takes a test image for. */
export interface Prediction {
  readonly name: string;
  readonly probability: number;
  readonly right: boolean;
}

/** What `cnn-epoch` tells: the figures of an epoch. */
export interface EpochFigures {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  readonly imagesPerSecond: number;
}

/** What `cnn-trained` tells: the figures of all epochs that were done. */
export interface TrainedFigures {
  readonly epochs: readonly EpochFigures[];
  /** Whether training came to its end, rather than being stopped. */
  readonly complete: boolean;
}

/** How an epoch that is under way goes. */
export interface Progress {
  /** Epochs done, and the share of this one. */
  readonly at: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
  readonly threads: number;
}

export type PlaygroundNews =
  | ({ readonly kind: 'progress' } & Progress)
  | {
      readonly kind: 'epoch';
      readonly figures: EpochFigures;
      /** For the test images that are shown, in order. */
      readonly predictions: readonly Prediction[];
    };

export type PlaygroundListener = (news: PlaygroundNews) => void;
