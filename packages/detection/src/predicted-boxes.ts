import { expectKnownOptions } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';
import type { Detection } from './detection.js';
import type { DecodeOptions } from './detector.js';
import { nonMaxSuppression } from './non-max-suppression.js';
import { share } from './share.js';

/** What is there at a prior box: all classes of at least such a score. */
type ReadBox = (numbers: Float32Array, prior: number, leastScore: number) => readonly Detection[];

/**
 * Reads predictions image by image and box by box, and suppresses what is found twice. Where a network that has diverged
 * says no numbers, nothing is found.
 */
export function predictedBoxes(
  predictions: Tensor,
  { scoreThreshold = 0.3, ...suppression }: DecodeOptions,
  read: ReadBox,
): Detection[][] {
  expectKnownOptions('decode', suppression, ['iouThreshold', 'maxDetections']);
  const least = share('decode', 'scoreThreshold', scoreThreshold);
  const [images, boxes, width] = predictions.shape as [number, number, number];
  const data = predictions.data as Float32Array;
  return Array.from({ length: images }, (_, image) => {
    const found: Detection[] = [];
    for (let box = 0; box < boxes; box++) {
      const at = (image * boxes + box) * width;
      found.push(...read(data.subarray(at, at + width), box, least).filter(isSomewhere));
    }
    return nonMaxSuppression(found, suppression);
  });
}

function isSomewhere({ left, top, right, bottom }: Detection): boolean {
  return ![left, top, right, bottom].some(Number.isNaN);
}
