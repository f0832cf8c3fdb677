import type { Conv2dWindow } from '@cnn/tensor';
import type { Draw } from '../draw.ts';
import { drawWindows, placeWindows, type Windows } from './windows.ts';

/** Windows whose cells may lie apart. */
export interface DilatedWindows extends Windows {
  readonly dilationY: number;
  readonly dilationX: number;
}

/** Windows up to so large, at strides 1 to 3 and dilations, if any, to 3, over images that they fit into. */
export function drawDilatedWindows(draw: Draw, largest: number): DilatedWindows {
  const windows = drawWindows(draw, largest);
  const largestDilation = draw.oneOf([1, 1, 3]);
  const dilationY = draw.between(1, largestDilation);
  const dilationX = draw.between(1, largestDilation);
  const height = windows.height + (windows.kernelHeight - 1) * (dilationY - 1);
  const width = windows.width + (windows.kernelWidth - 1) * (dilationX - 1);
  return { ...windows, height, width, dilationY, dilationX };
}

/** The same as attributes of an op. */
export function windowOf({ strideY, strideX, padding, dilationY, dilationX }: DilatedWindows): Conv2dWindow {
  return { strides: [strideY, strideX], padding, dilations: [dilationY, dilationX] };
}

/** Batch, rows and columns of what windows give. */
export function positionsOf(sizes: DilatedWindows): readonly [number, number, number] {
  const [rows, columns] = placed(sizes);
  return [sizes.batch, rows.count, columns.count];
}

/** The zeros around the images as TensorFlow.js takes them. */
export function padsOf(sizes: DilatedWindows): [Sides, Sides, Sides, Sides] {
  const [rows, columns] = placed(sizes);
  return [[0, 0], rows.sides, columns.sides, [0, 0]];
}

type Sides = [before: number, after: number];

function placed(sizes: DilatedWindows): [{ count: number; sides: Sides }, { count: number; sides: Sides }] {
  const { height, width, kernelHeight, kernelWidth, dilationY, dilationX, padding } = sizes;
  return [
    placeWindows(height, (kernelHeight - 1) * dilationY + 1, sizes.strideY, padding),
    placeWindows(width, (kernelWidth - 1) * dilationX + 1, sizes.strideX, padding),
  ];
}

/** TensorFlow.js takes strides or dilations above 1, not both. */
export function isStridedAndDilated({ strideY, strideX, dilationY, dilationX }: DilatedWindows): boolean {
  return Math.max(strideY, strideX) > 1 && Math.max(dilationY, dilationX) > 1;
}
