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
 * The memory between is the same for all groups.
 */
export function eachGroup<Read extends Parts, Written extends Parts>(
  tape: Tape,
  geometry: Conv2dGeometry,
  read: Read,
  written: Written,
  emit: (group: Read & Written) => void,
): void {
  const matrices = matricesOf(groupGeometry(geometry));
  const scratches = (parts: Parts): Part[] =>
    (Object.entries(parts) as [Role, Operand][]).map(([role, whole]) => {
      const { rows, width } = matrices[role];
      return { role, rows, width, whole, group: whole && tape.scratch(rows * width * 4) };
    });
  const [sources, results] = [scratches(read), scratches(written)];
  const operands = Object.fromEntries([...sources, ...results].map(({ role, group }) => [role, group]));
  for (let index = 0; index < geometry.groups; index++) {
    for (const { whole, group, rows, width } of sources) {
      if (!whole) continue;
      const places = { xOrigin: index * width, xRow: geometry.groups * width, yOrigin: 0, yRow: width };
      tape.emit('copyChannels', { x: whole, y: group, rows, width, ...places });
    }
    emit(operands as Read & Written);
    for (const { whole, group, rows, width } of results) {
      const places = { xOrigin: 0, xRow: width, yOrigin: index * width, yRow: geometry.groups * width };
      tape.emit('copyChannels', { x: group, y: whole, rows, width, ...places });
    }
  }
}

/** One of the operands, as a whole and as the group at hand; null if it is left out. */
interface Part {
  readonly role: Role;
  readonly rows: number;
  readonly width: number;
  readonly whole: Operand;
  readonly group: Operand;
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
