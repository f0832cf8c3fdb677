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
