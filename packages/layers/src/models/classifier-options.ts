import type { Shape } from '@cnn/tensor';
import { inputLayer } from '../input-layer.js';
import type { Layer } from '../layer.js';
import { type NormalizationOptions, normalization } from '../layers/normalization.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

/** What the networks that tell classes apart have in common. */
export interface ClassifierOptions {
  /** `[height, width, channels]`. Default: that of the paper. */
  readonly inputShape?: Shape;
  /** How many classes to tell apart. Default: as in the paper. */
  readonly classes?: number;
  /** What the first weights are derived from. Default 0. */
  readonly seed?: number;
  /** Mean and variance by which images are normalised first, such as `statistics(train)`. Default: they are not. */
  readonly normalization?: Pick<NormalizationOptions, 'mean' | 'variance'> | undefined;
}

/** What comes before the first layer of a network: a normalisation, or nothing. */
export function firstLayers(inputShape: Shape, given: ClassifierOptions['normalization']): Layer[] {
  return given ? [normalization({ mean: given.mean, variance: given.variance, inputShape })] : [];
}

/** Where images come in, and what the first layer of a network gets. */
export function imageInput(
  shape: Shape,
  given: ClassifierOptions['normalization'],
): { inputs: SymbolicTensor; x: SymbolicTensor } {
  const inputs = inputLayer({ shape });
  return { inputs, x: firstLayers(shape, given).reduce((x, layer) => layer.apply(x), inputs) };
}

/** Whether images are of the size of CIFAR's rather than of ImageNet's: networks then begin more gently. */
export function isSmall([height, width]: Shape): boolean {
  return Math.min(height!, width!) < 64;
}
