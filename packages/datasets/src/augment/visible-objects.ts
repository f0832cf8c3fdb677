import { areaOf, intersection, type LabelledBox, type Box as Part, wholeImage } from '../box.js';
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
 * The objects of an image whose pixels have moved, as far as they are still in it, or in a part of it. A box that was
 * turned is the upright one around its corners.
 */
export function moveObjects(
  objects: readonly VisibleObject[],
  movement: Affine,
  image: Size,
  part?: Box,
): VisibleObject[] {
  const view = part ? sharesOf(part, image) : wholeImage;
  return objects.flatMap((object) => {
    const moved = movedBox(object, movement, image);
    const inside = intersection(moved, view);
    return seen({ ...object, ...inside }, areaOf(inside) / areaOf(moved));
  });
}

/** The objects of an image a part of which was hidden; their boxes are as large as before. */
export function hideObjects(objects: readonly VisibleObject[], part: Box, image: Size): VisibleObject[] {
  const hidden = sharesOf(part, image);
  return objects.flatMap((object) => seen(object, 1 - areaOf(intersection(object, hidden)) / areaOf(object)));
}

/** A box in pixels as one in shares of the image. */
function sharesOf({ top, left, height, width }: Box, image: Size): Part {
  return {
    left: left / image.width,
    top: top / image.height,
    right: (left + width) / image.width,
    bottom: (top + height) / image.height,
  };
}

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
