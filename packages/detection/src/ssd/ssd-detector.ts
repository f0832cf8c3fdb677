import type { Model } from '@cnn/layers';
import type { Detection } from '../detection.js';
import type { Detector, DetectorParts } from '../detector.js';
import { encodedObjects } from '../encoded-objects.js';
import { predictedBoxes } from '../predicted-boxes.js';
import { centreOf, clipped, edgesOf, type PriorBox, priorBoxes } from '../prior-boxes.js';
import { match } from './match.js';
import { multiboxLoss } from './multibox-loss.js';

/** By which offsets are divided, so that they are of about the same size as the rest of the loss. */
const CENTRE_VARIANCE = 0.1;
const SIZE_VARIANCE = 0.2;

/** A network whose outputs are, for each prior box, four offsets and logits of the background and the classes. */
export function ssdDetector(model: Model, { classes, grids }: DetectorParts): Detector {
  const priors = priorBoxes(grids);
  const edges = priors.map(edgesOf);
  const width = 5 + classes;
  return {
    model,
    classes,
    loss: multiboxLoss(),
    encode: (objects) =>
      encodedObjects(objects, { classes, boxes: priors.length, width }, (list, rows) => {
        const matched = match(edges, list);
        const positives = matched.filter((object) => object !== undefined).length;
        // The loss is the mean over all boxes; the paper divides by the number of those that match.
        const weight = priors.length / Math.max(1, positives);
        matched.forEach((object, i) => {
          const row = rows.subarray(i * width, (i + 1) * width);
          row[4 + (object ? 1 + object.label : 0)] = weight;
          if (object) row.set(offsetsOf(priors[i]!, centreOf(object)));
        });
      }),
    decode: (predictions, options = {}) =>
      predictedBoxes(predictions, options, (numbers, prior, least) => {
        const scores = softmax(numbers.subarray(4));
        const found = scores.flatMap((score, i) =>
          i > 0 && score >= least ? [{ label: i - 1, score }] : [],
        );
        if (found.length === 0) return [];
        const box = boxAt(priors[prior]!, numbers);
        return found.map((each): Detection => ({ ...box, ...each }));
      }),
  };
}

/** Where a box is, seen from a prior box. */
function offsetsOf(prior: PriorBox, box: PriorBox): number[] {
  return [
    (box.x - prior.x) / prior.width / CENTRE_VARIANCE,
    (box.y - prior.y) / prior.height / CENTRE_VARIANCE,
    Math.log(box.width / prior.width) / SIZE_VARIANCE,
    Math.log(box.height / prior.height) / SIZE_VARIANCE,
  ];
}

/** The box that offsets tell, as far as it is in the image. */
function boxAt(prior: PriorBox, [x, y, width, height]: ArrayLike<number> & Iterable<number>) {
  return clipped(
    edgesOf({
      x: prior.x + x! * CENTRE_VARIANCE * prior.width,
      y: prior.y + y! * CENTRE_VARIANCE * prior.height,
      width: prior.width * Math.exp(width! * SIZE_VARIANCE),
      height: prior.height * Math.exp(height! * SIZE_VARIANCE),
    }),
  );
}

function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
