import { model, type SymbolicTensor, wholePositive } from '@cnn/layers';
import type { Detector } from '../detector.js';
import { notedDetector } from '../detector-note.js';
import { head } from '../head.js';
import type { PriorGrid } from '../prior-boxes.js';

interface Head {
  readonly name: string;
  readonly inputs: SymbolicTensor;
  readonly classes: number;
  readonly anchors: PriorGrid['sizes'];
  readonly seed: number;
}

/** A detector that predicts from the pixels of one feature map. */
export function gridHead(x: SymbolicTensor, { name, inputs, classes, anchors, seed }: Head): Detector {
  const [, rows, columns] = x.shape as [null, number, number, number];
  const outputs = head(x, anchors.length, 5 + wholePositive(`The classes of ${name}`, classes), 1);
  const grids = [{ rows, columns, sizes: anchors }];
  return notedDetector('yolo', model({ inputs, outputs, name, seed }), { classes, grids });
}
