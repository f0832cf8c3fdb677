import { concatenate, type Model, model, type SymbolicTensor, wholePositive } from '@cnn/layers';
import type { Detector } from '../detector.js';
import { notedDetector } from '../detector-note.js';
import { head } from '../head.js';
import { type BoxesOfMap, defaultBoxes } from './default-boxes.js';

interface Heads {
  readonly name: string;
  readonly inputs: SymbolicTensor;
  readonly classes: number;
  readonly seed: number;
}

/** A detector that predicts from several feature maps, the finest first. */
export function multiboxHeads(
  maps: readonly { readonly x: SymbolicTensor; readonly boxes: BoxesOfMap }[],
  { name, inputs, classes, seed }: Heads,
): Detector {
  const grids = maps.map(({ x, boxes }) => defaultBoxes(x, boxes));
  const numbers = 5 + wholePositive(`The classes of ${name}`, classes);
  const predictions = maps.map(({ x }, i) => head(x, grids[i]!.sizes.length, numbers, 3));
  const outputs = concatenate({ axis: 1 }).apply(predictions);
  const network: Model = model({ inputs, outputs, name, seed });
  return notedDetector('ssd', network, { classes, grids });
}
