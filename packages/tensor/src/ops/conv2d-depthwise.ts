// Convolutions with as many groups as channels: every channel has filters of its own.

import type { Operand, Tape } from '../graph.js';
import type { Conv2dGeometry, FusedActivation } from './conv2d-geometry.js';
import { type Phase, phaseGeometry, phasePlacement, phasesOf } from './conv2d-phases.js';
import { floorOf, packColumns, panelBytes } from './gemm.js';

/** Groups of rows to have at most, for the threads to share; each has filter sums of its own. */
const GROUPS = 16;
/** Bytes of sums that a filter gradient may hold before it adds them up. */
const SUMS_BYTES = 16 * 2 ** 20;
/** Bytes of sums that a chunk adds to again and again: they should stay in a first-level cache. */
const SLICE_BYTES = 8 * 1024;

/** Whether every channel has filters of its own. */
export function isDepthwise({ groups, channels }: Conv2dGeometry): boolean {
  return groups > 1 && groups === channels;
}

export function emitDepthwise(
  tape: Tape,
  { x, w, bias, y }: { x: Operand; w: Operand; bias: Operand; y: Operand },
  geometry: Conv2dGeometry,
  activation: FusedActivation,
): void {
  const { yHeight, yWidth, kernelHeight, kernelWidth, filters } = geometry;
  const yRow = yWidth * filters;
  const placement = { yOrigin: 0, yImage: yHeight * yRow, yRow, yPixel: filters };
  const panels = packColumns(tape.before(w, bias), w, kernelHeight * kernelWidth, filters, bias);
  const wide = channelForEachFilter(tape, x, geometry);
  const floor = floorOf(activation);
  tape.emit('depthwiseConv2d', { ...widened(geometry), x: wide, panels, y, ...placement, floor });
}

/** The gradient of the input, phase by phase. A channel with several filters gets the sum over these. */
export function emitDepthwiseInputGradient(
  tape: Tape,
  { dy, w, dx }: { dy: Operand; w: Operand; dx: Operand },
  geometry: Conv2dGeometry,
): void {
  const times = geometry.filters / geometry.channels;
  const wide = widened(geometry);
  const pixels = geometry.images * geometry.xHeight * geometry.xWidth;
  const y = times === 1 ? dx : tape.scratch(pixels * wide.channels * 4);
  for (const { row, column } of phasesOf(wide)) {
    const panels = packPhase(tape.before(w), w, row, column, wide);
    const places = { ...phaseGeometry(wide, row, column), ...phasePlacement(wide, row, column) };
    tape.emit('depthwiseConv2d', { ...places, x: dy, panels, y, floor: floorOf('linear') });
  }
  if (times > 1) tape.emit('sumChannels', { x: y, y: dx, length: pixels * geometry.channels, times });
}

/** The filter elements that a phase sees, flipped. */
function packPhase(
  tape: Tape,
  source: Operand,
  row: Phase,
  column: Phase,
  { kernelWidth, filters }: Conv2dGeometry,
): Operand {
  const lastRow = row.offset + row.step * (row.taps - 1);
  const lastColumn = column.offset + column.step * (column.taps - 1);
  const panels = tape.scratch(panelBytes(row.taps * column.taps, filters));
  tape.emit('packPanels', {
    source,
    bias: null,
    panels,
    origin: (lastRow * kernelWidth + lastColumn) * filters,
    rows: row.taps,
    rowStride: -row.step * kernelWidth * filters,
    columns: column.taps,
    columnStride: -column.step * filters,
    depth: 1,
    depthStride: 0,
    width: filters,
    widthStride: 1,
  });
  return panels;
}

/** The gradient of the filters: summed by groups of rows of all images, then over the groups. */
export function emitDepthwiseFilterGradient(
  tape: Tape,
  { x, dy, dw }: { x: Operand; dy: Operand; dw: Operand },
  geometry: Conv2dGeometry,
): void {
  const { images, yHeight, kernelHeight, kernelWidth, filters } = geometry;
  const rows = images * yHeight;
  const elements = kernelHeight * kernelWidth;
  const sumBytes = elements * Math.ceil(filters / 8) * 32;
  const most = Math.max(1, Math.min(GROUPS, Math.floor(SUMS_BYTES / sumBytes)));
  const groupRows = Math.max(1, Math.ceil(rows / most));
  const groups = Math.ceil(rows / groupRows);
  const slices = Math.ceil((elements * filters * 4) / SLICE_BYTES);
  const sliceChannels = 16 * Math.ceil(filters / slices / 16);
  const sums = tape.scratch(groups * sumBytes);
  tape.workspace(elements * sliceChannels * 4);
  const wide = channelForEachFilter(tape, x, geometry);
  tape.emit('depthwiseFilterGradient', { ...widened(geometry), x: wide, dy, sums, groupRows, sliceChannels });
  tape.emit('conv2dFilterSums', { sums, dw, elements, filters, groups });
}

/** The kernels know one filter for each channel: a channel with several counts as so many channels. */
function widened(geometry: Conv2dGeometry): Conv2dGeometry {
  return { ...geometry, channels: geometry.filters };
}

/** Images in which a channel with several filters is repeated for each of them. */
function channelForEachFilter(tape: Tape, x: Operand, geometry: Conv2dGeometry): Operand {
  const { images, xHeight, xWidth, channels, filters } = geometry;
  if (filters === channels) return x;
  const length = images * xHeight * xWidth * channels;
  const y = tape.scratch((length * 4 * filters) / channels);
  tape.emit('repeatChannels', { x, y, length, times: filters / channels });
  return y;
}
