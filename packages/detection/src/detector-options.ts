import {
  inputLayer,
  type NormalizationOptions,
  normalization as normalizationLayer,
  type SymbolicTensor,
} from '@cnn/layers';
import type { Shape } from '@cnn/tensor';

/** What the networks that find objects have in common. */
export interface DetectorOptions {
  /** `[height, width, channels]`. */
  readonly inputShape?: Shape;
  /** How many classes to tell apart. Default 20, those of PASCAL VOC. */
  readonly classes?: number;
  /** What the first weights are derived from. Default 0. */
  readonly seed?: number;
  /** Mean and variance by which images are normalised first, such as `statistics(train)`. Default: they are not. */
  readonly normalization?: Pick<NormalizationOptions, 'mean' | 'variance'> | undefined;
}

/** Where images come in, and what the first layer of a network gets. */
export function imageInput(
  shape: Shape,
  normalization: DetectorOptions['normalization'],
): { inputs: SymbolicTensor; x: SymbolicTensor } {
  const inputs = inputLayer({ shape });
  return { inputs, x: normalization ? normalizationLayer(normalization).apply(inputs) : inputs };
}
