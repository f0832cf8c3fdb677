// Convolutions in groups: each group of filters sees a group of the channels. A group is taken out of
// the images, convolved as any convolution is, and its result put back where it belongs.

import type { Operand, Scratch, Tape } from '../graph.js';
import type { Conv2dGeometry } from './conv2d-geometry.js';

/** What takes part in a convolution: images, filters, biases, outputs; or gradients of these. */
type Role = 'x' | 'w' | 'bias' | 'y';
type Parts = { readonly [R in Role]?: Operand };

/** A group as a convolution of its own. */
export function groupGeometry(geometry: Conv2dGeometry): Conv2dGeometry {
  const { groups, channels, filters } = geometry;
  return { ...geometry, groups: 1, channels: channels / groups, filters: filters / groups };
}

/** Elements of a cache line: as many channels of a pixel are copied at a time, or those of one group. */
const LINE = 16;

/**
 * Goes through the groups: copies what is read, lets `emit` compute with it, and copies what was written. Groups whose
 * channels share a cache line are copied together. The memory between is the same for all groups, but for what can be
 * copied beforehand.
 */
export function eachGroup<Read extends Parts, Written extends Parts>(
  tape: Tape,
  geometry: Conv2dGeometry,
  read: Read,
  written: Written,
  emit: (group: Read & Written) => void,
): void {
  const { groups } = geometry;
  const matrices = matricesOf(groupGeometry(geometry));
  const together = Math.min(groups, Math.ceil(LINE / Math.min(matrices.x.width, matrices.y.width)));
  const scratch = (on: Tape, role: Role): Scratch => on.scratch(bytesOf(matrices[role]) * together);
  const results = mapParts(written, (role) => scratch(tape, role));
  const sources = mapParts(read, (role, whole) =>
    whole && tape.before(whole) === tape ? scratch(tape, role) : null,
  );
  for (let first = 0; first < groups; first += together) {
    const slices = Math.min(together, groups - first);
    const copies = mapParts(read, (role, whole) => {
      if (whole === null) return null;
      const before = tape.before(whole);
      const copy = sources[role] ?? scratch(before, role);
      const [inWhole, apart] = placesOf(matrices[role], groups, first);
      before.emit('copyChannels', {
        x: whole,
        y: copy,
        ...matrices[role],
        slices,
        ...from(inWhole),
        ...to(apart),
      });
      return copy;
    });
    for (let index = 0; index < slices; index++) {
      const part = (role: Role, copy: Scratch | null): Operand =>
        copy && sliceOf(copy, matrices[role], index);
      emit({ ...mapParts(copies, part), ...mapParts(results, part) } as Read & Written);
    }
    for (const [role, whole] of Object.entries(written) as [Role, Operand][]) {
      const [inWhole, apart] = placesOf(matrices[role], groups, first);
      const places = { ...from(apart), ...to(inWhole) };
      tape.emit('copyChannels', { x: results[role]!, y: whole, ...matrices[role], slices, ...places });
    }
  }
}

function mapParts<From, To>(
  parts: { readonly [R in Role]?: From },
  of: (role: Role, part: From) => To,
): { [R in Role]?: To } {
  const entries = Object.entries(parts) as [Role, From][];
  return Object.fromEntries(entries.map(([role, part]) => [role, of(role, part)]));
}

/** Where slices begin, and how far rows and slices lie apart, in elements. */
interface Places {
  readonly origin: number;
  readonly row: number;
  readonly slice: number;
}

/** The slices from a group on: in the whole, side by side; taken apart, one after the other. */
function placesOf({ rows, width }: Matrix, groups: number, first: number): [whole: Places, apart: Places] {
  return [
    { origin: first * width, row: groups * width, slice: width },
    { origin: 0, row: width, slice: rows * width },
  ];
}

const from = ({ origin, row, slice }: Places) => ({ xOrigin: origin, xRow: row, xSlice: slice });
const to = ({ origin, row, slice }: Places) => ({ yOrigin: origin, yRow: row, ySlice: slice });

function sliceOf(whole: Scratch, matrix: Matrix, index: number): Scratch {
  const bytes = bytesOf(matrix);
  return { bytes, within: { whole, offset: index * bytes } };
}

/** A part of a group over its last axis, along which the groups of the whole are laid. */
interface Matrix {
  readonly rows: number;
  readonly width: number;
}

function bytesOf({ rows, width }: Matrix): number {
  return rows * width * 4;
}

function matricesOf(group: Conv2dGeometry): Record<Role, Matrix> {
  const { images, xHeight, xWidth, channels, kernelHeight, kernelWidth, yHeight, yWidth, filters } = group;
  return {
    x: { rows: images * xHeight * xWidth, width: channels },
    w: { rows: kernelHeight * kernelWidth * channels, width: filters },
    bias: { rows: 1, width: filters },
    y: { rows: images * yHeight * yWidth, width: filters },
  };
}
