import type { Box, LabelledBox } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import { boxIou } from '../box-iou.js';
import type { Detector, DetectorParts } from '../detector.js';
import { encodedObjects } from '../encoded-objects.js';
import { predictedBoxes } from '../predicted-boxes.js';
import { centreOf, clipped, edgesOf, type PriorGrid, priorBoxes } from '../prior-boxes.js';
import { yoloLoss } from './yolo-loss.js';

/** A box that is not the one to find an object, but covers it this far, may say that there is one. */
const COVERED = 0.5;

/**
 * A network whose outputs are, for each prior box: where in its cell the centre is, how much wider and higher the box is
 * than the prior one, whether there is an object, and of which classes.
 */
export function yoloDetector(model: Model, { classes, grids }: DetectorParts): Detector {
  const priors = priorBoxes(grids);
  const edges = priors.map(edgesOf);
  const cells = grids.flatMap(({ rows, columns, sizes }) =>
    Array.from({ length: rows * columns * sizes.length }, (_, i) => {
      const cell = Math.floor(i / sizes.length);
      return { row: Math.floor(cell / columns), column: cell % columns, rows, columns };
    }),
  );
  const width = 5 + classes;
  return {
    model,
    classes,
    loss: yoloLoss(),
    encode: (objects) =>
      encodedObjects(objects, { classes, boxes: priors.length, width }, (list, rows) => {
        edges.forEach((prior, i) => {
          if (list.some((object) => boxIou(prior, object) > COVERED)) rows[i * width + 4] = -1;
        });
        const taken = new Set<number>();
        for (const object of list) {
          const i = responsible(grids, object).find((prior) => !taken.has(prior));
          if (i === undefined) continue;
          taken.add(i);
          const { x, y, width: wide, height: high } = centreOf(object);
          const { row, column, rows: down, columns: across } = cells[i]!;
          const sizes = [Math.log(wide / priors[i]!.width), Math.log(high / priors[i]!.height)];
          const target = rows.subarray(i * width, (i + 1) * width);
          target.set([x * across - column, y * down - row, ...sizes, 1]);
          target[5 + object.label] = 1;
        }
      }),
    decode: (predictions, options = {}) =>
      predictedBoxes(predictions, options, (numbers, prior, least) => {
        const objectness = sigmoid(numbers[4]!);
        if (!(objectness >= least)) return [];
        const scores = numbers.subarray(5);
        const label = scores.indexOf(Math.max(...scores));
        const score = objectness * sigmoid(scores[label]!);
        if (!(score >= least)) return [];
        const { row, column, rows, columns } = cells[prior]!;
        const box = edgesOf({
          x: (column + sigmoid(numbers[0]!)) / columns,
          y: (row + sigmoid(numbers[1]!)) / rows,
          width: priors[prior]!.width * Math.exp(numbers[2]!),
          height: priors[prior]!.height * Math.exp(numbers[3]!),
        });
        return [{ ...clipped(box), label, score }];
      }),
  };
}

/** The prior boxes in the cells where an object's centre is, those first whose size is most alike. */
function responsible(grids: readonly PriorGrid[], object: LabelledBox): number[] {
  const { x, y, width, height } = centreOf(object);
  let begin = 0;
  const candidates = grids.flatMap(({ rows, columns, sizes }) => {
    const row = cellAt(y, rows);
    const column = cellAt(x, columns);
    const first = begin + (row * columns + column) * sizes.length;
    begin += rows * columns * sizes.length;
    return sizes.map((size, i) => ({ prior: first + i, iou: boxIou(sized(size), sized([width, height])) }));
  });
  return candidates.sort((a, b) => b.iou - a.iou).map(({ prior }) => prior);
}

/** The cell of an axis where a fraction of it lies; rounding takes none beyond the ends. */
function cellAt(fraction: number, cells: number): number {
  return Math.max(0, Math.min(cells - 1, Math.floor(fraction * cells)));
}

/** A box of a size, anywhere. */
function sized([right, bottom]: readonly [number, number]): Box {
  return { left: 0, top: 0, right, bottom };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
