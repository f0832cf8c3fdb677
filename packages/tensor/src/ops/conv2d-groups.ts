// Convolutions in groups: each group of filters sees a group of the channels. A group is taken out of
// the images, convolved as any convolution is, and its result put back where it belongs.

import type { Operand, Tape } from '../graph.js';
import type { Conv2dGeometry } from './conv2d-geometry.js';

/** What takes part in a convolution: images, filters, biases, outputs; or gradients of these. */
type Role = 'x' | 'w' | 'bias' | 'y';
type Parts = { readonly [R in Role]?: Operand };

/** A group as a convolution of its own. */
export function groupGeometry(geometry: Conv2dGeometry): Conv2dGeometry {
  const { groups, channels, filters } = geometry;
  return { ...geometry, groups: 1, channels: channels / groups, filters: filters / groups };
}

/**
 * Goes through the groups: copies what is read, lets `emit` compute with it, and copies what was written.
 * The memory between is the same for all groups, but for what can be copied beforehand.
 */
export function eachGroup<Read extends Parts, Written extends Parts>(
  tape: Tape,
  geometry: Conv2dGeometry,
  read: Read,
  written: Written,
  emit: (group: Read & Written) => void,
): void {
  const matrices = matricesOf(groupGeometry(geometry));
  const scratch = (on: Tape, role: Role): Operand =>
    on.scratch(matrices[role].rows * matrices[role].width * 4);
  const results = mapParts(written, (role) => scratch(tape, role));
  const sources = mapParts(read, (role, whole) => tape.before(whole) === tape && scratch(tape, role));
  for (let index = 0; index < geometry.groups; index++) {
    const operands = mapParts(read, (role, whole) => {
      if (whole === null) return null;
      const before = tape.before(whole);
      const group = sources[role] || scratch(before, role);
      const { rows, width } = matrices[role];
      const places = { xOrigin: index * width, xRow: geometry.groups * width, yOrigin: 0, yRow: width };
      before.emit('copyChannels', { x: whole, y: group, rows, width, ...places });
      return group;
    });
    emit({ ...operands, ...results } as Read & Written);
    for (const [role, whole] of Object.entries(written) as [Role, Operand][]) {
      const { rows, width } = matrices[role];
      const places = { xOrigin: 0, xRow: width, yOrigin: index * width, yRow: geometry.groups * width };
      tape.emit('copyChannels', { x: results[role]!, y: whole, rows, width, ...places });
    }
  }
}

function mapParts<T>(parts: Parts, of: (role: Role, whole: Operand) => T): { [R in Role]?: T } {
  const entries = Object.entries(parts) as [Role, Operand][];
  return Object.fromEntries(entries.map(([role, whole]) => [role, of(role, whole)]));
}

/** Each part of a group as a matrix over its last axis, along which the groups of the whole are laid. */
function matricesOf(group: Conv2dGeometry): Record<Role, { readonly rows: number; readonly width: number }> {
  const { images, xHeight, xWidth, channels, kernelHeight, kernelWidth, yHeight, yWidth, filters } = group;
  return {
    x: { rows: images * xHeight * xWidth, width: channels },
    w: { rows: kernelHeight * kernelWidth * channels, width: filters },
    bias: { rows: 1, width: filters },
    y: { rows: images * yHeight * yWidth, width: filters },
  };
}
