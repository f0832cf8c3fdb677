import { type Model, occlusion, type Session } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';

/** Positions of the patch along each axis, at most; it is two of them wide. */
const positions = 8;

/**
 * How much less probable the model finds its answer when the part around a pixel is covered, a byte a pixel: 255 where
 * that matters most, 0 where it does not, or where the answer becomes more probable.
 * @param image `[1, height, width, channels]`
 * @throws ShapeError when the model takes other images
 */
export async function occlusionMap(model: Model, image: Tensor<'u8'>, session: Session): Promise<Uint8Array> {
  const [, height, width] = image.shape as [number, number, number, number];
  const stride = [Math.ceil(height / positions), Math.ceil(width / positions)] as const;
  const patch = [2 * stride[0], 2 * stride[1]] as const;
  const { drops } = await occlusion(model, image, { patch, stride, session });
  const columns = drops.shape[1]!;
  const most = drops.data.reduce((largest, drop) => Math.max(largest, drop), 0);
  return Uint8Array.from({ length: height * width }, (_, pixel) => {
    const row = Math.floor(pixel / width / stride[0]);
    const column = Math.floor((pixel % width) / stride[1]);
    const drop = drops.data[row * columns + column]!;
    return most > 0 ? Math.round((255 * Math.max(0, drop)) / most) : 0;
  });
}
