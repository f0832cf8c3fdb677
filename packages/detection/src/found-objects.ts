import type { LabelledBox } from '@cnn/datasets';
import { boxIou } from './box-iou.js';
import type { Detection } from './detection.js';

/**
 * Which object of an image each detection has found: best first, the object of its class that it covers best among those
 * that no better one has found, if by so much at least.
 * @param iouThreshold how far a box must cover the object's, intersection over union
 * @returns for each detection its object, or undefined
 */
export function foundObjects(
  detections: readonly Detection[],
  objects: readonly LabelledBox[],
  iouThreshold: number,
): (LabelledBox | undefined)[] {
  const missing = new Set(objects);
  const found = new Map<Detection, LabelledBox>();
  for (const detection of [...detections].sort((a, b) => b.score - a.score)) {
    const object = bestOf(missing, detection, iouThreshold);
    if (!object) continue;
    missing.delete(object);
    found.set(detection, object);
  }
  return detections.map((detection) => found.get(detection));
}

function bestOf(
  objects: ReadonlySet<LabelledBox>,
  detection: Detection,
  threshold: number,
): LabelledBox | undefined {
  let best: LabelledBox | undefined;
  let most = threshold;
  for (const object of objects) {
    if (object.label !== detection.label) continue;
    const iou = boxIou(object, detection);
    if (iou < most || (best && iou === most)) continue;
    most = iou;
    best = object;
  }
  return best;
}
