import type { Conv2dPadding, Conv2dWindow, Padding } from '@cnn/tensor';
import type { Draw } from '../draw.ts';
import { drawWindows, placeWindows, type Windows } from './windows.ts';

/** A convolution in numbers, as sizes of a case. */
export interface Convolution extends Omit<Windows, 'padding'> {
  readonly channels: number;
  readonly filters: number;
  readonly dilationY: number;
  readonly dilationX: number;
  readonly padding: Padding | 'given';
  /** Zeros around the images, if they are given. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Any windows; over many channels only small ones, so that references stay quick. */
function anySizes(draw: Draw): Convolution {
  const channels = draw.oneOf([1, 3, 4, 5, 8, 17, 32, 65]);
  const filters = draw.oneOf([1, 2, 5, 8, 16, 33, 64]);
  return withPadding(draw, { ...drawWindows(draw, channels * filters > 300 ? 3 : 7), channels, filters });
}

/** Sizes of which no transform spreads what is not finite over other results. */
function directSizes(draw: Draw): Convolution {
  const channels = draw.oneOf([1, 3, 5, 17]);
  return withPadding(draw, { ...drawWindows(draw, 5), channels, filters: draw.oneOf([1, 2, 5, 9]) });
}

/** Windows of one pixel, which make a convolution a matrix product. */
function pixelSizes(draw: Draw): Convolution {
  const window = { kernelHeight: 1, kernelWidth: 1, strideY: 1, strideX: 1, padding: 'same' } as const;
  const images = { batch: draw.between(1, 3), height: draw.between(1, 15), width: draw.between(1, 15) };
  const channels = draw.oneOf([1, 3, 5, 32, 64, 130]);
  return { ...images, ...window, ...noGaps, ...noZeros, channels, filters: draw.oneOf([1, 5, 8, 64, 100]) };
}

/** What Winograd's algorithm is made for. */
function winogradSizes(draw: Draw): Convolution {
  const window = { kernelHeight: 3, kernelWidth: 3, strideY: 1, strideX: 1 };
  const images = { batch: draw.between(1, 3), height: draw.between(7, 19), width: draw.between(7, 19) };
  const channels = draw.oneOf([8, 12, 16, 32, 64, 80]);
  const filters = draw.oneOf([8, 16, 20, 32, 64, 80]);
  return withPadding(draw, {
    ...images,
    ...window,
    padding: draw.oneOf(['same', 'valid']),
    channels,
    filters,
  });
}

/** The same for a filter gradient, and some of it too large for sums to stay in a cache. */
function winogradGradientSizes(draw: Draw): Convolution {
  const sizes = winogradSizes(draw);
  if (draw.between(1, 4) > 1) return sizes;
  const images = { batch: 4, height: draw.between(17, 19), width: draw.between(17, 19) };
  return { ...sizes, ...images, channels: 80, filters: draw.oneOf([64, 80]) };
}

/** Images in colour, which Winograd's algorithm has a kernel for. */
function colourSizes(draw: Draw): Convolution {
  const window = { kernelHeight: 3, kernelWidth: 3, strideY: 1, strideX: 1 };
  const images = { batch: draw.between(1, 3), height: draw.between(16, 24), width: draw.between(16, 24) };
  const padding = draw.oneOf(['same', 'valid']);
  return withPadding(draw, { ...images, ...window, padding, channels: 3, filters: draw.oneOf([24, 32, 36]) });
}

/** Windows with gaps, half of them at stride 1. */
function dilatedSizes(draw: Draw): Convolution {
  const [dilationY, dilationX] = [draw.between(1, 3), draw.between(1, 3)];
  const windows = drawWindows(draw, 4);
  return {
    ...withPadding(draw, {
      ...windows,
      height: windows.height + (windows.kernelHeight - 1) * (dilationY - 1),
      width: windows.width + (windows.kernelWidth - 1) * (dilationX - 1),
      ...draw.oneOf([{}, { strideY: 1, strideX: 1 }]),
      channels: draw.oneOf([1, 3, 5, 8, 32]),
      filters: draw.oneOf([1, 5, 8, 33]),
    }),
    dilationY,
    dilationX,
  };
}

type Shape4 = [number, number, number, number];

const noZeros = { top: 0, bottom: 0, left: 0, right: 0 };
const noGaps = { dilationY: 1, dilationX: 1 };

/** Adds any zeros around the images instead of `same` or `valid`, now and then. */
function withPadding(draw: Draw, sizes: Windows & { channels: number; filters: number }): Convolution {
  if (draw.between(0, 3) > 0) return { ...sizes, ...noGaps, ...noZeros };
  const [tallest, widest] = [sizes.kernelHeight - 1, sizes.kernelWidth - 1];
  return {
    ...sizes,
    ...noGaps,
    padding: 'given',
    top: draw.between(0, tallest),
    bottom: draw.between(0, tallest),
    left: draw.between(0, widest),
    right: draw.between(0, widest),
  };
}

export const imagesOf = ({ batch, height, width, channels }: Convolution): Shape4 => {
  return [batch, height, width, channels];
};
export const filtersOf = ({ kernelHeight, kernelWidth, channels, filters }: Convolution): Shape4 => {
  return [kernelHeight, kernelWidth, channels, filters];
};
export const outputOf = (sizes: Convolution): Shape4 => {
  const [rows, columns] = placed(sizes);
  return [sizes.batch, rows.count, columns.count, sizes.filters];
};

export function windowOf(
  sizes: Convolution,
): Conv2dWindow & { readonly dilations: readonly [number, number] } {
  const { strideY, strideX, dilationY, dilationX, padding, top, bottom, left, right } = sizes;
  const zeros: Conv2dPadding = [
    [top, bottom],
    [left, right],
  ];
  return {
    strides: [strideY, strideX],
    dilations: [dilationY, dilationX],
    padding: padding === 'given' ? zeros : padding,
  };
}

/** The zeros around the images as TensorFlow.js takes them. */
export function padsOf(sizes: Convolution): [[number, number], Sides, Sides, [number, number]] {
  const [rows, columns] = placed(sizes);
  return [[0, 0], rows.sides, columns.sides, [0, 0]];
}

type Sides = [before: number, after: number];

function placed(sizes: Convolution): [{ count: number; sides: Sides }, { count: number; sides: Sides }] {
  const { height, width, strideY, strideX, padding } = sizes;
  const [extentY, extentX] = extentsOf(sizes);
  if (padding !== 'given') {
    return [placeWindows(height, extentY, strideY, padding), placeWindows(width, extentX, strideX, padding)];
  }
  const { top, bottom, left, right } = sizes;
  const rows = placeWindows(height + top + bottom, extentY, strideY, 'valid');
  const columns = placeWindows(width + left + right, extentX, strideX, 'valid');
  return [
    { count: rows.count, sides: [top, bottom] },
    { count: columns.count, sides: [left, right] },
  ];
}

/** Pixels that a window spans, gaps included. */
export const extentsOf = (sizes: Convolution): [number, number] => [
  (sizes.kernelHeight - 1) * sizes.dilationY + 1,
  (sizes.kernelWidth - 1) * sizes.dilationX + 1,
];

/** TensorFlow.js has gaps between the elements of a window, or strides between windows. */
export const isPossibleInTensorFlow = ({ strideY, strideX, dilationY, dilationX }: Convolution): boolean =>
  strideY * strideX === 1 || dilationY * dilationX === 1;

/** What the cases of a convolution and of its gradients differ in from one to the next. */
export interface Variation {
  readonly variation?: string;
  readonly sizes: (draw: Draw) => Convolution;
  readonly tolerance?: number;
}

/** What of convolutions is tried: each algorithm, and what has an arithmetic of its own. */
export const variations = {
  any: { sizes: anySizes, tolerance: 2e-5 },
  pixels: { variation: 'pixels', sizes: pixelSizes },
  winograd: { variation: 'winograd', sizes: winogradSizes, tolerance: 2e-5 },
  winogradGradient: { variation: 'winograd', sizes: winogradGradientSizes, tolerance: 2e-5 },
  colours: { variation: 'colours', sizes: colourSizes, tolerance: 2e-5 },
  dilated: { variation: 'dilated', sizes: dilatedSizes },
  notFinite: { variation: 'not-finite', sizes: directSizes },
} satisfies Readonly<Record<string, Variation>>;
