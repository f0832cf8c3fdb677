import { expectKnownOptions, wholePositive } from '@cnn/layers';
import { boxIou } from './box-iou.js';
import type { Detection } from './detection.js';
import { share } from './share.js';

export interface NonMaxSuppressionOptions {
  /** Boxes of a class that overlap more than this are taken for one object. Default 0.45. */
  readonly iouThreshold?: number;
  /** How many to keep at most. Default 100. */
  readonly maxDetections?: number;
}

/**
 * Of detections of the same class that overlap, the one with the highest score; best first. Networks find an object at
 * several places at once, and this makes one of them.
 * @throws ConfigError for an unusable option
 */
export function nonMaxSuppression(
  detections: readonly Detection[],
  options: NonMaxSuppressionOptions = {},
): Detection[] {
  expectKnownOptions('nonMaxSuppression', options, ['iouThreshold', 'maxDetections']);
  const what = 'The maxDetections of nonMaxSuppression';
  const maxDetections = wholePositive(what, options.maxDetections ?? 100);
  const iouThreshold = share('nonMaxSuppression', 'iouThreshold', options.iouThreshold ?? 0.45);
  const kept: Detection[] = [];
  for (const next of [...detections].sort((a, b) => b.score - a.score)) {
    if (kept.length >= maxDetections) break;
    const known = kept.some((one) => one.label === next.label && boxIou(one, next) > iouThreshold);
    if (!known) kept.push(next);
  }
  return kept;
}
