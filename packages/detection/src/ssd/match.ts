import type { LabelledBox } from '@cnn/datasets';
import { boxIou } from '../box-iou.js';
import { edgesOf, type PriorBox } from '../prior-boxes.js';

/** A prior box that overlaps an object more than this is to find it. */
const ENOUGH = 0.5;

/**
 * Which object each prior box is to find: that which it overlaps most, if by more than half; and for every object the
 * box that overlaps it most of those that no other object needs more.
 */
export function match(
  priors: readonly PriorBox[],
  objects: readonly LabelledBox[],
): (LabelledBox | undefined)[] {
  const overlaps = priors.map((prior) => {
    const edges = edgesOf(prior);
    return objects.map((object) => boxIou(edges, object));
  });
  const matched = overlaps.map((row) => {
    const best = row.indexOf(Math.max(...row));
    return (row[best] ?? 0) > ENOUGH ? objects[best] : undefined;
  });
  const left = new Set(objects.keys());
  const free = new Set(priors.keys());
  while (left.size > 0 && free.size > 0) {
    const [prior, object] = closest(overlaps, free, left);
    matched[prior] = objects[object];
    free.delete(prior);
    left.delete(object);
  }
  return matched;
}

/** The pair that overlaps most. */
function closest(
  overlaps: readonly (readonly number[])[],
  priors: ReadonlySet<number>,
  objects: ReadonlySet<number>,
): [prior: number, object: number] {
  let best: [number, number] = [-1, -1];
  let most = -1;
  for (const prior of priors) {
    for (const object of objects) {
      const overlap = overlaps[prior]![object]!;
      if (overlap <= most) continue;
      most = overlap;
      best = [prior, object];
    }
  }
  return best;
}
