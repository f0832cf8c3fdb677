import type { Padding } from '@cnn/tensor';
import type { Draw } from '../draw.ts';

/** Windows over images, as sizes of a case. */
export interface Windows {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly padding: Padding;
}

/** Windows up to so large, at strides 1 to 3, over images that they fit into. */
export function drawWindows(draw: Draw, largest: number): Windows {
  const kernelHeight = draw.between(1, largest);
  const kernelWidth = draw.between(1, largest);
  return {
    batch: draw.oneOf([1, 2, 3]),
    height: kernelHeight + draw.between(0, 14),
    width: kernelWidth + draw.between(0, 14),
    kernelHeight,
    kernelWidth,
    strideY: draw.between(1, 3),
    strideX: draw.between(1, 3),
    padding: draw.oneOf(['same', 'valid']),
  };
}

/** Windows along an axis: how many, and the cells that are added before and after. */
export function placeWindows(
  size: number,
  window: number,
  stride: number,
  padding: Padding,
): { count: number; sides: [before: number, after: number] } {
  if (padding === 'valid') return { count: Math.floor((size - window) / stride) + 1, sides: [0, 0] };
  const count = Math.ceil(size / stride);
  const total = Math.max(0, (count - 1) * stride + window - size);
  return { count, sides: [Math.floor(total / 2), Math.ceil(total / 2)] };
}
