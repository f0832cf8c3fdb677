import { Cropping2D } from '../layers/cropping2d.js';
import { Reshape } from '../layers/reshape.js';
import { ZeroPadding2D } from '../layers/zero-padding2d.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

/**
 * The image that a reshape gives back with other channels: where its pixels were put in a row, `[height · width,
 * channels, 1]`, and nothing was done to them but that channels were added or cut off, as in the shortcuts of ResNets
 * for small images.
 * @param output what a layer gives at one of its places
 */
export function imageInARow({ call, shape }: SymbolicTensor): SymbolicTensor | undefined {
  if (!(call?.layer instanceof Reshape)) return undefined;
  const row = rowBehind(call.inputs[0]!);
  const image = row?.call?.inputs[0];
  if (image?.shape.length !== 4 || shape.length !== 4) return undefined;
  const [, height, width] = shape as readonly number[];
  const [, rows, columns] = image.shape;
  return rows === height && columns === width && row?.shape[1] === height! * width! ? image : undefined;
}

/** Where pixels were put in a row, before channels were added or cut off. */
function rowBehind(tensor: SymbolicTensor): SymbolicTensor | undefined {
  const { layer, inputs } = tensor.call ?? {};
  if (layer instanceof Reshape) return tensor;
  const border =
    layer instanceof ZeroPadding2D ? layer.padding : layer instanceof Cropping2D ? layer.cropping : [];
  return border[0]?.every((cells) => cells === 0) ? rowBehind(inputs![0]!) : undefined;
}
