/**
 * A rectangle in an image, its sides parallel to the image's. Fractions of the image's width and height, from its upper
 * left corner on, so that a box stays where it is when the image is resized.
 */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A box around an object, and the class of this. */
export interface LabelledBox extends Box {
  /** An index into the names of the classes. */
  readonly label: number;
}

/** All of an image. */
export const wholeImage: Box = { left: 0, top: 0, right: 1, bottom: 1 };

/** An object of which less than this share of its area is left in an image is usually taken for none. */
export const usualVisibility = 0.25;

/** What two boxes have in common; of no area when they do not meet. */
export function intersection(a: Box, b: Box): Box {
  const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)];
  return {
    left,
    top,
    right: Math.max(left, Math.min(a.right, b.right)),
    bottom: Math.max(top, Math.min(a.bottom, b.bottom)),
  };
}

/** As a share of the image's. */
export function areaOf({ left, top, right, bottom }: Box): number {
  return (right - left) * (bottom - top);
}
