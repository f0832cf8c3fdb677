import { imageInput, maxPooling2d, show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import type { Detector } from '../detector.js';
import type { DetectorOptions } from '../detector-options.js';
import { isSize } from '../is-size.js';
import type { PriorGrid } from '../prior-boxes.js';
import { darknet } from './darknet.js';
import { gridHead } from './grid-head.js';

export interface YoloOptions extends DetectorOptions {
  /** Filters of the first convolution; after each halving there are twice as many. Default 16. */
  readonly filters?: number;
  /** Widths and heights of boxes to start from, as fractions of the image. Default: three squares. */
  readonly anchors?: PriorGrid['sizes'];
}

/**
 * A small YOLO for small images, by default 64×64: convolutions as those of Tiny YOLO, and predictions from an image of
 * an eighth of the size. {@link tinyYolo} is the network of the paper's authors.
 * @throws ConfigError or ShapeError for unusable options
 */
export function yolo({
  inputShape = [64, 64, 3],
  classes = 20,
  filters = 16,
  anchors = [
    [0.2, 0.2],
    [0.35, 0.35],
    [0.55, 0.55],
  ],
  normalization,
  seed = 0,
}: YoloOptions = {}): Detector {
  checkAnchors(anchors);
  const { inputs, x: images } = imageInput(inputShape, normalization);
  const eighth = [1, 2, 4].reduce(
    (x, times) => maxPooling2d({ padding: 'same' }).apply(darknet(x, filters * times)),
    images,
  );
  const features = darknet(darknet(darknet(eighth, 8 * filters), 4 * filters, 1), 8 * filters);
  return gridHead(features, { name: 'yolo', inputs, classes, anchors, seed });
}

function checkAnchors(anchors: unknown): void {
  if (Array.isArray(anchors) && anchors.length > 0 && anchors.every(isSize)) return;
  throw new ConfigError(
    `The anchors of yolo are ${show(anchors)}; they must be widths and heights of boxes, as fractions of the image. Pass [[0.2, 0.2], [0.5, 0.3]], for instance.`,
  );
}
