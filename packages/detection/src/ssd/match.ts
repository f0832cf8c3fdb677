import type { Box, LabelledBox } from '@cnn/datasets';
import { boxIou } from '../box-iou.js';

/** A prior box that overlaps an object more than this is to find it. */
const ENOUGH = 0.5;
/** In place of the overlap of a prior box that is another object's. */
const TAKEN = -1;

/**
 * Which object each prior box is to find: that which it overlaps most, if by more than half; and for every object the
 * box that overlaps it most of those that no other object needs more.
 * @param priors their edges
 */
export function match(priors: readonly Box[], objects: readonly LabelledBox[]): (LabelledBox | undefined)[] {
  const matched: (LabelledBox | undefined)[] = priors.map(() => undefined);
  const most = new Float64Array(priors.length).fill(ENOUGH);
  const left = objects.map((object) => {
    const overlaps = Float64Array.from(priors, (prior) => boxIou(prior, object));
    overlaps.forEach((overlap, prior) => {
      if (overlap <= most[prior]!) return;
      most[prior] = overlap;
      matched[prior] = object;
    });
    return { object, overlaps };
  });
  while (left.length > 0) {
    const nearest = left.map(({ overlaps }) => nearestOf(overlaps));
    const first = closest(nearest);
    const { prior, overlap } = nearest[first]!;
    if (overlap === TAKEN) break;
    matched[prior] = left.splice(first, 1)[0]!.object;
    for (const { overlaps } of left) overlaps[prior] = TAKEN;
  }
  return matched;
}

interface Nearest {
  readonly prior: number;
  readonly overlap: number;
}

/** The prior box that overlaps an object most. */
function nearestOf(overlaps: Float64Array): Nearest {
  let [prior, most] = [0, TAKEN];
  for (let i = 0; i < overlaps.length; i++) {
    if (overlaps[i]! <= most) continue;
    [prior, most] = [i, overlaps[i]!];
  }
  return { prior, overlap: most };
}

/** Which object's is the closest of all; of equal ones the first prior box. */
function closest(nearest: readonly Nearest[]): number {
  return [...nearest.keys()].sort(
    (a, b) => nearest[b]!.overlap - nearest[a]!.overlap || nearest[a]!.prior - nearest[b]!.prior,
  )[0]!;
}
