import type { LabelledBox } from '@cnn/datasets';
import { DataError, Tensor } from '@cnn/tensor';

/** Fills the rows of one image, `boxes` × `width` zeros as it gets them. */
type WriteImage = (objects: readonly LabelledBox[], rows: Float32Array) => void;

/** What a loss takes of the objects of images, `[images, boxes, width]`. @throws DataError for a label that is no class */
export function encodedObjects(
  objects: readonly (readonly LabelledBox[])[],
  { classes, boxes, width }: { classes: number; boxes: number; width: number },
  write: WriteImage,
): Tensor<'f32'> {
  const size = boxes * width;
  const data = new Float32Array(objects.length * size);
  objects.forEach((list, image) => {
    const bad = list.find(({ label }) => !(label >= 0 && label < classes));
    if (bad) {
      throw new DataError(
        `Image ${image} has an object with the label ${bad.label}; the detector knows the classes 0 to ${classes - 1}. Correct the label, or make a detector of more classes.`,
      );
    }
    write(list, data.subarray(image * size, (image + 1) * size));
  });
  return new Tensor('f32', [objects.length, boxes, width], data);
}
