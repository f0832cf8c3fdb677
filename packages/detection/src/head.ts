import { conv2d, reshape, type SymbolicTensor } from '@cnn/layers';

/**
 * Predictions at each cell of a feature map, of `numbers` for each of its prior boxes: `[rows, columns, channels]` →
 * `[rows · columns · perCell, numbers]`.
 */
export function head(
  x: SymbolicTensor,
  perCell: number,
  numbers: number,
  kernelSize: number,
): SymbolicTensor {
  const [, rows, columns] = x.shape as [null, number, number, number];
  const map = conv2d({ filters: perCell * numbers, kernelSize, padding: 'same' }).apply(x);
  return reshape({ targetShape: [rows * columns * perCell, numbers] }).apply(map);
}
