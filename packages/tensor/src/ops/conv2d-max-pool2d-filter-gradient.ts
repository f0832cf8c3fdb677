// Of the pixels that max pooling looks at, only the winners have gradients.

import { defineOp, type NdArray, type Tape, type Value } from '../graph.js';
import type { Shape } from '../shape.js';
import {
  type Conv2dFilterGradientAttributes,
  type Conv2dGeometry,
  conv2dGeometry,
  filterShape,
  pooledAway,
} from './conv2d-geometry.js';
import { expectDtype, expectShape } from './expect.js';

/** Bytes of x that a chunk works on, and windows: what belongs to them stays in the first-level cache. */
const BAND_BYTES = 16 * 1024;
const BAND_WINDOWS = 256;
/** Chunks to have at least, for the threads to share, as far as there are bands. */
const CHUNKS = 16;
/** Rows and elements of a row that the kernel sums at a time, and bytes of their sums. */
const PIECE_ROWS = 3;
const PIECE_COLUMNS = 12;
const PIECE_BYTES = 144;
/** Bytes of sums that a thread should have at most. */
const MOST_SUM_BYTES = 2 ** 20;

// Costs for a window and a filter, in nanoseconds as they were measured.
/** Adding a vector's worth of x to a piece, and taking up the piece again for each band. */
const PIECE = 2.5;
const PIECE_BAND = 56;
/** An element of the filters at four pixels, as directly as in a convolution without pooling. */
const ELEMENT = 0.21;

interface Inputs {
  readonly x: Value;
  readonly dy: Value;
  readonly winner: Value;
  readonly y?: Value | undefined;
}

/** Without dilation or groups. */
type Attributes = Omit<Conv2dFilterGradientAttributes, 'dilations' | 'groups'>;

/**
 * The gradients of the filters and the bias of a convolution and a max pooling of 2 × 2 pixels: sums over the winners
 * of all windows, of their inputs times dy, and of dy alone. With `y`, what a ReLU made of the results, only those
 * count that it let through. Shapes: x [batch, height, width, channels]; dy, winner and y
 * [batch, outHeight, outWidth, filters] → dw [kernelHeight, kernelWidth, channels, filters], db [filters].
 * @throws ShapeError when dy is not what the two make of x
 */
export const conv2dMaxPool2dFilterGradient = defineOp<Inputs, Attributes, 'dw' | 'db'>(
  'conv2dMaxPool2dFilterGradient',
  {
    infer: (inputs, attributes) => {
      const { x, dy, winner, y } = inputs;
      expectDtype('conv2dMaxPool2dFilterGradient', 'f32', { x, dy, ...(y && { y }) });
      expectDtype('conv2dMaxPool2dFilterGradient', 'u8', { winner });
      const geometry = geometryOf(inputs, attributes);
      const pooled = pooledShape(geometry);
      for (const [name, value] of Object.entries({ dy, winner, y })) {
        if (value) expectShape('conv2dMaxPool2dFilterGradient', name, value.shape, 'x', pooled);
      }
      return {
        dw: { shape: filterShape(geometry), dtype: 'f32' },
        db: { shape: [geometry.filters], dtype: 'f32' },
      };
    },

    reference: ({ x, dy, winner, y }, attributes, { dw, db }) => {
      const geometry = geometryOf({ x, dy }, attributes);
      const { channels, filters, strideY, strideX, padTop, padLeft, yHeight, yWidth } = geometry;
      const { xHeight, xWidth, kernelHeight, kernelWidth } = geometry;
      const [rows, columns] = [yHeight / 2, yWidth / 2];
      for (let i = 0; i < dy.data.length; i++) {
        if (y && !(y.data[i]! > 0)) continue;
        const slope = dy.data[i]!;
        const filter = i % filters;
        const window = Math.floor(i / filters);
        const place = winner.data[i]!;
        const row = 2 * (Math.floor(window / columns) % rows) + Math.floor(place / 2);
        const column = 2 * (window % columns) + (place % 2);
        const image = Math.floor(window / columns / rows);
        db.data[filter]! += slope;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const inY = row * strideY + ky - padTop;
            const inX = column * strideX + kx - padLeft;
            if (inY < 0 || inY >= xHeight || inX < 0 || inX >= xWidth) continue;
            for (let c = 0; c < channels; c++) {
              const value = x.data[((image * xHeight + inY) * xWidth + inX) * channels + c]!;
              dw.data[((ky * kernelWidth + kx) * channels + c) * filters + filter]! += value * slope;
            }
          }
        }
      }
    },

    lower: (values, attributes, tape) => emit(tape, values, geometryOf(values, attributes)),
  },
);

/** Whether this takes less time than the gradient of a convolution whose pixels are all computed with. */
export function winnersPay(geometry: Conv2dGeometry): boolean {
  const { kernelHeight, kernelWidth, channels, filters } = geometry;
  const pieces = piecesOf(geometry);
  if (pieces * PIECE_BYTES * filters > MOST_SUM_BYTES) return false;
  const { windows } = bandsOf(geometry);
  return pieces * (PIECE + PIECE_BAND / windows) < kernelHeight * kernelWidth * channels * ELEMENT;
}

function piecesOf({ kernelHeight, kernelWidth, channels }: Conv2dGeometry): number {
  return Math.ceil(kernelHeight / PIECE_ROWS) * Math.ceil((kernelWidth * channels) / PIECE_COLUMNS);
}

function geometryOf(
  { x, dy }: { x: Value | NdArray; dy: Value | NdArray },
  attributes: Attributes,
): Conv2dGeometry {
  const filters = [...attributes.kernelSize, x.shape[3]!, dy.shape[3]!];
  return pooledAway(conv2dGeometry('conv2dMaxPool2dFilterGradient', x.shape, filters, attributes));
}

function pooledShape({ images, yHeight, yWidth, filters }: Conv2dGeometry): Shape {
  return [images, yHeight / 2, yWidth / 2, filters];
}

/** How images are cut: rows before the pooling, pixels of x that they see, windows in them. */
function bandsOf(geometry: Conv2dGeometry): { bandRows: number; bandWidth: number; windows: number } {
  const { channels, kernelWidth, strideY, strideX, yHeight, yWidth } = geometry;
  const bandWidth = Math.max(0, yWidth - 1) * strideX + kernelWidth;
  const fitting = BAND_BYTES / (4 * channels * bandWidth * strideY);
  const most = Math.max(2, Math.min(fitting, (4 * BAND_WINDOWS) / Math.max(1, yWidth)));
  const bandRows = 2 * Math.ceil(yHeight / 2 / Math.max(1, Math.ceil(yHeight / most)));
  return { bandRows, bandWidth, windows: (bandRows * yWidth) / 4 };
}

function emit(tape: Tape, values: Inputs & { dw: Value; db: Value }, geometry: Conv2dGeometry): void {
  const { x, dy, winner, y = null, dw, db } = values;
  const { images, channels, kernelHeight, kernelWidth, strideY, yHeight, filters } = geometry;
  const { bandRows, bandWidth, windows } = bandsOf(geometry);
  const bands = windows > 0 ? images * Math.ceil(yHeight / bandRows) : 0;
  const groupBands = Math.max(1, Math.ceil(bands / CHUNKS));
  const groups = Math.ceil(bands / groupBands);
  const width = 8 * Math.ceil(filters / 8);
  const elements = kernelHeight * kernelWidth * channels;
  const sums = tape.scratch(groups * elements * width * 4);
  const biasSums = tape.scratch(groups * width * 4);
  // The kernel may read a piece of a row beyond the last.
  const floats = ((bandRows - 1) * strideY + kernelHeight) * bandWidth * channels + PIECE_COLUMNS;
  const bandBytes = 16 * Math.ceil(Math.max(0, floats) / 4);
  tape.workspace(width * (piecesOf(geometry) * PIECE_BYTES + 4) + bandBytes + windows * 32);
  if (groups > 0) {
    const cut = { bandRows, bandWidth, bandBytes, groupBands };
    tape.emit('conv2dMaxPool2dFilterGradient', { ...geometry, x, dy, y, winner, sums, biasSums, ...cut });
  }
  tape.emit('conv2dFilterSums', { sums, dw, elements, filters, groups });
  tape.emit('conv2dFilterSums', { sums: biasSums, dw: db, elements: 1, filters, groups });
}
