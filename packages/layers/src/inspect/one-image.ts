import { formatShape, ShapeError, type Tensor } from '@cnn/tensor';
import type { Model } from '../model.js';
import { checkInputs } from '../model-inputs.js';

/**
 * An image as a batch of one, whether it came with a batch axis or without.
 * @throws ShapeError when it is not one image as the model takes it
 */
export function oneImage(model: Model, image: Tensor): Tensor<'f32' | 'u8'> {
  const batch = image.shape.length === 3 ? image.reshape([1, ...image.shape]) : image;
  const [x] = checkInputs(model, batch) as [Tensor<'f32' | 'u8'>];
  if (x.shape.length === 4 && x.shape[0] === 1) return x;
  throw new ShapeError(
    `The model '${model.name}' was given ${image.dtype} ${formatShape(image.shape)}; one image is looked at at a time, [height, width, channels]. Pass one, such as images.rows(0, 1).`,
  );
}
