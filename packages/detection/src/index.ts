export { boxIou } from './box-iou.js';
export type { Detection } from './detection.js';
export type { DecodeOptions, Detector } from './detector.js';
export { detectorOf, isDetector } from './detector-note.js';
export type { DetectorOptions } from './detector-options.js';
export { foundObjects } from './found-objects.js';
export {
  type AveragePrecisions,
  cocoThresholds,
  type MeanAveragePrecisionOptions,
  meanAveragePrecision,
} from './mean-average-precision.js';
export { type NonMaxSuppressionOptions, nonMaxSuppression } from './non-max-suppression.js';
export type { PriorGrid } from './prior-boxes.js';
export { type SsdOptions, ssd } from './ssd/ssd.js';
export { ssd300 } from './ssd/ssd300.js';
export { tinyYolo } from './yolo/tiny-yolo.js';
export { type YoloOptions, yolo } from './yolo/yolo.js';
