import { ConfigError, DataError, formatShape, ShapeError, sizeOf, Tensor } from '@cnn/tensor';

/**
 * Class numbers `[…]` as one-hot rows `[…, classes]`: a one at each number's place, zeros elsewhere. The loss
 * `categoricalCrossentropy` takes such, and `mixup` and `cutmix` mix them. In Keras, `to_categorical`.
 * @throws ShapeError for anything but integers; ConfigError for an unusable number of classes; DataError for a label
 * that is none of them
 * @example toCategorical(train.y, train.classNames.length)
 */
export function toCategorical(labels: Tensor, classes: number): Tensor<'f32'> {
  if (labels.dtype === 'f32') {
    throw new ShapeError(
      `toCategorical was given f32 ${formatShape(labels.shape)}; it takes class numbers, i32 or u8. Convert them.`,
    );
  }
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw new ConfigError(
      `toCategorical was given ${classes} classes; it takes a whole number, 1 or larger. Pass how many classes there are.`,
    );
  }
  const shape = [...labels.shape, classes];
  const rows = new Float32Array(sizeOf(shape));
  labels.data.forEach((label, index) => {
    if (label < 0 || label >= classes) {
      throw new DataError(
        `toCategorical was given the label ${label} at index ${index}; there are the classes 0 to ${classes - 1}. Correct it, or pass more classes.`,
      );
    }
    rows[index * classes + label] = 1;
  });
  return new Tensor('f32', shape, rows);
}
