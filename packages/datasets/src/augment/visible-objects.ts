import type { LabelledBox, Box as Part } from '../box.js';
import { type Affine, placeAfter } from './affine.js';
import type { Box } from './box.js';

/** An object in an image that is transformed. */
export interface VisibleObject extends LabelledBox {
  /** What is left of it, as a share of its area. */
  readonly visible: number;
}

/** Of an image, in pixels. */
interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * The objects of an image whose pixels have moved, as far as they are still in it. A box that was turned is the upright
 * one around its corners.
 */
export function moveObjects(
  objects: readonly VisibleObject[],
  movement: Affine,
  image: Size,
): VisibleObject[] {
  return objects.flatMap((object) => {
    const moved = movedBox(object, movement, image);
    const inside = common(moved, whole);
    return seen({ ...object, ...inside }, areaOf(inside) / areaOf(moved));
  });
}

/** The objects of an image a part of which was hidden; their boxes are as large as before. */
export function hideObjects(
  objects: readonly VisibleObject[],
  { top, left, height, width }: Box,
  image: Size,
): VisibleObject[] {
  const hidden: Part = {
    left: left / image.width,
    top: top / image.height,
    right: (left + width) / image.width,
    bottom: (top + height) / image.height,
  };
  return objects.flatMap((object) => seen(object, 1 - areaOf(common(object, hidden)) / areaOf(object)));
}

const whole: Part = { left: 0, top: 0, right: 1, bottom: 1 };

/** An object of which a share is left, unless it is none. */
function seen(object: VisibleObject, share: number): VisibleObject[] {
  return share > 0 ? [{ ...object, visible: object.visible * share }] : [];
}

function movedBox({ left, top, right, bottom }: Part, movement: Affine, { height, width }: Size): Part {
  const corners = [top, bottom].flatMap((row) =>
    // Places are those of the middles of pixels.
    [left, right].map((column) => placeAfter(movement, row * height - 0.5, column * width - 0.5)),
  );
  const rows = corners.map(([row]) => (row + 0.5) / height);
  const columns = corners.map(([, column]) => (column + 0.5) / width);
  return {
    left: Math.min(...columns),
    top: Math.min(...rows),
    right: Math.max(...columns),
    bottom: Math.max(...rows),
  };
}

/** What of a box is in another; of no area when they do not meet. */
function common(a: Part, b: Part): Part {
  const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)];
  return {
    left,
    top,
    right: Math.max(left, Math.min(a.right, b.right)),
    bottom: Math.max(top, Math.min(a.bottom, b.bottom)),
  };
}

function areaOf({ left, top, right, bottom }: Part): number {
  return (right - left) * (bottom - top);
}
