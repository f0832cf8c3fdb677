import { imageInput, maxPooling2d } from '@cnn/layers';
import type { Detector } from '../detector.js';
import type { DetectorOptions } from '../detector-options.js';
import type { PriorGrid } from '../prior-boxes.js';
import { darknet } from './darknet.js';
import { gridHead } from './grid-head.js';

/** Widths and heights in cells of a grid of 13 × 13, found by clustering the boxes of PASCAL VOC. */
const vocAnchors = [
  [1.08, 1.19],
  [3.42, 4.41],
  [6.63, 11.38],
  [9.42, 5.11],
  [16.62, 10.52],
] as const;

/**
 * Tiny YOLO, 416×416 pixels: the small network that comes with YOLOv2. For the 20 classes of PASCAL VOC 845 boxes and
 * 15,867,885 parameters, of which 6,112 are running statistics. Redmon and Farhadi, "YOLO9000: better, faster,
 * stronger", CVPR 2017; `tiny-yolo-voc.cfg` of Darknet.
 * @throws ConfigError or ShapeError for unusable options
 */
export function tinyYolo({
  inputShape = [416, 416, 3],
  classes = 20,
  normalization,
  seed = 0,
}: DetectorOptions = {}): Detector {
  const { inputs, x: images } = imageInput(inputShape, normalization);
  const half = maxPooling2d({ padding: 'same' });
  const coarse = [16, 32, 64, 128, 256].reduce((x, filters) => half.apply(darknet(x, filters)), images);
  const pooled = maxPooling2d({ strides: 1, padding: 'same' }).apply(darknet(coarse, 512));
  const features = darknet(darknet(pooled, 1024), 1024);
  const anchors = vocAnchors.map(([width, height]): PriorGrid['sizes'][number] => [width / 13, height / 13]);
  return gridHead(features, { name: 'tinyYolo', inputs, classes, anchors, seed });
}
