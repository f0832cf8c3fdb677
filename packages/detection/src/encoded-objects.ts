import type { LabelledBox } from '@cnn/datasets';
import { show } from '@cnn/layers';
import { DataError, Tensor } from '@cnn/tensor';
import { isClass } from './is-class.js';

/** Fills the rows of one image, `boxes` × `width` zeros as it gets them. */
type WriteImage = (objects: readonly LabelledBox[], rows: Float32Array) => void;

/** How far rounding can take an edge beyond that of the image. */
const ROUNDING = 1e-6;

/**
 * What a loss takes of the objects of images, `[images, boxes, width]`.
 * @throws DataError for an object that has no area, is not within its image, or is of no class
 */
export function encodedObjects(
  objects: readonly (readonly LabelledBox[])[],
  { classes, boxes, width }: { classes: number; boxes: number; width: number },
  write: WriteImage,
): Tensor<'f32'> {
  const size = boxes * width;
  const data = new Float32Array(objects.length * size);
  objects.forEach((list, image) => {
    const bad = list.findIndex((object) => !isBox(object) || !isClass(object.label, classes));
    if (bad >= 0) {
      throw new DataError(
        `Object ${bad} of image ${image} is ${show(list[bad])}; expected fractions of the image, 0 ≤ left < right ≤ 1 and 0 ≤ top < bottom ≤ 1, and a label from 0 to ${classes - 1}. Correct it: divide pixels by the image's width and height, or make a detector of more classes.`,
      );
    }
    write(list, data.subarray(image * size, (image + 1) * size));
  });
  return new Tensor('f32', [objects.length, boxes, width], data);
}

/** Whether a box has an area, within the image. */
function isBox({ left, top, right, bottom }: LabelledBox): boolean {
  const [first, last] = [-ROUNDING, 1 + ROUNDING];
  return first <= left && left < right && right <= last && first <= top && top < bottom && bottom <= last;
}
