// Convolutions as sums over windows, without a transform: right for every shape.

import type { Operand, Tape } from '../graph.js';
import {
  type Conv2dGeometry,
  type Conv2dOperands,
  type FusedActivation,
  inputBytes,
  poolingFields,
} from './conv2d-geometry.js';
import { type Phase, type Placement, phaseGeometry, phasePlacement, phasesOf } from './conv2d-phases.js';
import { floorOf, packColumns, panelBytes } from './gemm.js';
import { dilatedExtent } from './window.js';

/** Bytes of input that a chunk works on; with as much output they stay in the second-level cache. */
const BAND_BYTES = 64 * 1024;
/** Bytes that a convolution's kernel takes for the pixels of a window that it pools. */
const WINDOW_BYTES = 192;
/** Chunks to have at least, for the threads to share, as far as there are rows to cut. */
const CHUNKS = 16;
/** Pixels of a band that a filter gradient sums at a time: as many of dy stay in the first-level cache. */
const BAND_PIXELS = 512;
/** Panels of dy, at 16 KiB, that a chunk of a filter gradient keeps in the second-level cache. */
const SLICE_PANELS = 16;
/** Bytes of sums that a filter gradient may hold before it adds them up. */
const SUMS_BYTES = 16 * 2 ** 20;

export function emitDirect(
  tape: Tape,
  { x, w, bias, y, pooling }: Conv2dOperands,
  geometry: Conv2dGeometry,
  activation: FusedActivation,
): void {
  const { kernelHeight, kernelWidth, channels, filters, yHeight, yWidth } = geometry;
  const panels = packColumns(tape.before(w, bias), w, kernelHeight * kernelWidth * channels, filters, bias);
  const shrink = pooling ? 2 : 1;
  const yRow = (yWidth / shrink) * filters;
  const dense = { yOrigin: 0, yImage: (yHeight / shrink) * yRow, yRow, yPixel: filters };
  emitWindows(tape, { x, panels, y, pooling }, geometry, dense, activation);
}

/** The gradient of the input, from x to y, phase by phase. */
export function emitDirectInputGradient(
  tape: Tape,
  { x, w, bias, y }: { x: Operand; w: Operand; bias: Operand; y: Operand },
  geometry: Conv2dGeometry,
  activation: FusedActivation,
): void {
  for (const { row, column } of phasesOf(geometry)) {
    const panels = packPhase(tape.before(w, bias), { w, bias }, row, column, geometry);
    const window = phaseGeometry(geometry, row, column);
    const placement = phasePlacement(geometry, row, column);
    emitWindows(tape, { x, panels, y }, window, placement, activation);
  }
}

function packPhase(
  tape: Tape,
  { w, bias }: { w: Operand; bias: Operand },
  row: Phase,
  column: Phase,
  geometry: Conv2dGeometry,
): Operand {
  const { kernelWidth, channels, filters } = geometry;
  const tap = channels * filters;
  const lastRow = row.offset + row.step * (row.taps - 1);
  const lastColumn = column.offset + column.step * (column.taps - 1);
  const panels = tape.scratch(panelBytes(row.taps * column.taps * filters, channels));
  tape.emit('packPanels', {
    source: w,
    bias,
    panels,
    origin: (lastRow * kernelWidth + lastColumn) * tap,
    rows: row.taps,
    rowStride: -row.step * kernelWidth * tap,
    columns: column.taps,
    columnStride: -column.step * tap,
    depth: filters,
    depthStride: 1,
    width: channels,
    widthStride: filters,
  });
  return panels;
}

function emitWindows(
  tape: Tape,
  { pooling, ...operands }: { x: Operand; panels: Operand } & Pick<Conv2dOperands, 'y' | 'pooling'>,
  geometry: Conv2dGeometry,
  placement: Placement,
  activation: FusedActivation,
): void {
  const { yHeight, yWidth, dilationX, channels } = geometry;
  // Where the elements of a filter lie apart, the columns of a copy are sorted so that they do not.
  const copied = dilationX > 1 || !insideImage(geometry);
  const bandWidth = copied ? Math.ceil(windowsWidth(geometry) / dilationX) * dilationX : geometry.xWidth;
  const bandRows = rowsPerBand(geometry, bandWidth, pooling ? 2 : 1);
  const inputRows = copied ? Math.max(0, rowsSeen(geometry, bandRows)) : 0;
  tape.workspace(
    WINDOW_BYTES + (Math.ceil((bandRows * yWidth) / 4) + 1) * 32 + inputRows * bandWidth * channels * 4,
  );
  if (yHeight * yWidth === 0) return;
  const floor = floorOf(activation);
  const band = { bandRows, bandWidth, copied: Number(copied), floor };
  const { images } = geometry;
  const bytes = { x: inputBytes(geometry), y: 4 * placement.yImage };
  tape.emit(
    'conv2d',
    { ...operands, ...poolingFields(pooling), ...geometry, ...placement, ...band },
    pooling ? undefined : { images, bytes, counts: { images: 1 } },
  );
}

/** @param multiple what the rows of every band are to be a multiple of */
function rowsPerBand(geometry: Conv2dGeometry, bandWidth: number, multiple: number): number {
  const { images, yHeight, strideY, channels } = geometry;
  const fitting = Math.floor(BAND_BYTES / Math.max(4, strideY * bandWidth * channels * 4));
  const shared = Math.ceil((images * yHeight) / CHUNKS);
  const bands = Math.ceil(yHeight / Math.max(1, Math.min(fitting, shared)));
  return Math.ceil(yHeight / Math.max(1, bands) / multiple) * multiple;
}

/** Whether every window lies inside of the image, from its top left pixel on. */
function insideImage(geometry: Conv2dGeometry): boolean {
  const { padTop, padLeft, xHeight, xWidth, yHeight } = geometry;
  if (padTop !== 0 || padLeft !== 0) return false;
  return rowsSeen(geometry, yHeight) <= xHeight && windowsWidth(geometry) <= xWidth;
}

/** Rows of the padded image that the windows of so many rows of output cover. */
function rowsSeen({ strideY, kernelHeight, dilationY }: Conv2dGeometry, rows: number): number {
  return (rows - 1) * strideY + dilatedExtent(kernelHeight, dilationY);
}

/** Columns of the padded image that windows cover. */
function windowsWidth({ yWidth, strideX, kernelWidth, dilationX }: Conv2dGeometry): number {
  return (yWidth - 1) * strideX + dilatedExtent(kernelWidth, dilationX);
}

/** The gradient of the filters: summed by groups of bands of all images, then over the groups. */
export function emitDirectFilterGradient(
  tape: Tape,
  { x, dy, dw }: { x: Operand; dy: Operand; dw: Operand },
  geometry: Conv2dGeometry,
): void {
  const { images, xWidth, channels, kernelHeight, kernelWidth, yHeight, yWidth, filters } = geometry;
  const copied = !insideImage(geometry);
  const bandWidth = copied ? windowsWidth(geometry) : xWidth;
  const bandRows = Math.max(1, Math.min(yHeight, Math.floor(BAND_PIXELS / yWidth)));
  const bands = images * Math.ceil(yHeight / bandRows);
  const elements = kernelHeight * kernelWidth * channels;
  const panels = Math.ceil(filters / 8);
  const sumBytes = elements * panels * 32;
  const most = Math.max(1, Math.min(CHUNKS, Math.floor(SUMS_BYTES / sumBytes)));
  const groupBands = Math.max(1, Math.ceil(bands / most));
  const groups = Math.ceil(bands / groupBands);
  const slices = Math.max(Math.ceil(CHUNKS / groups), Math.ceil(panels / SLICE_PANELS));
  const slicePanels = Math.ceil(panels / Math.min(panels, slices));
  const inputRows = copied ? rowsSeen(geometry, bandRows) : 0;
  const sums = tape.scratch(groups * sumBytes);
  tape.workspace(64 + slicePanels * bandRows * yWidth * 32 + inputRows * bandWidth * channels * 4);
  const cut = { bandRows, bandWidth, copied: Number(copied), groupBands, slicePanels };
  tape.emit('conv2dFilterGradient', { ...geometry, x, dy, sums, ...cut });
  tape.emit('conv2dFilterSums', { sums, dw, elements, filters, groups });
}
