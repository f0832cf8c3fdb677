// Which instructions compute a convolution or a gradient of one: by group, then by algorithm.

import type { Operand, Tape } from '../graph.js';
import { conv2dAlgorithm, filterGradientAlgorithm } from './conv2d-algorithm.js';
import {
  emitDepthwise,
  emitDepthwiseFilterGradient,
  emitDepthwiseInputGradient,
  isDepthwise,
} from './conv2d-depthwise.js';
import { emitDirect, emitDirectFilterGradient, emitDirectInputGradient } from './conv2d-direct.js';
import {
  type Conv2dGeometry,
  type Conv2dOperands,
  type FusedActivation,
  inputGradientGeometry,
} from './conv2d-geometry.js';
import { eachGroup, groupGeometry } from './conv2d-groups.js';
import { emitWinograd, emitWinogradFilterGradient, flippedFilters, plainFilters } from './conv2d-winograd.js';
import { emitGemm } from './gemm.js';

export function emitConvolution(
  tape: Tape,
  operands: Conv2dOperands,
  geometry: Conv2dGeometry,
  activation: FusedActivation,
): void {
  if (isDepthwise(geometry)) emitDepthwise(tape, operands, geometry, activation);
  else if (geometry.groups === 1) emitUngrouped(tape, operands, geometry, activation);
  else {
    const { y, ...read } = operands;
    const group = groupGeometry(geometry);
    eachGroup(tape, geometry, read, { y }, (parts) => emitUngrouped(tape, parts, group, activation));
  }
}

function emitUngrouped(
  tape: Tape,
  operands: Conv2dOperands,
  geometry: Conv2dGeometry,
  activation: FusedActivation,
): void {
  const algorithm = conv2dAlgorithm(geometry, tape.deterministic);
  if (algorithm === 'winograd') {
    emitWinograd(tape, operands, geometry, plainFilters(geometry), activation);
  } else if (algorithm === 'gemm' && !operands.pooling) {
    const { x: a, w: b, bias, y } = operands;
    const sizes = { m: pixelsOf(geometry), n: geometry.filters, k: geometry.channels };
    emitGemm(tape, { a, b, bias, y, ...sizes, transposeA: false, transposeB: false, activation });
  } else {
    emitDirect(tape, operands, geometry, activation);
  }
}

export function emitInputGradient(
  tape: Tape,
  { dy, w, dx }: { dy: Operand; w: Operand; dx: Operand },
  geometry: Conv2dGeometry,
): void {
  if (isDepthwise(geometry)) emitDepthwiseInputGradient(tape, { dy, w, dx }, geometry);
  else if (geometry.groups === 1) {
    emitTransposedConvolution(tape, { x: dy, w, bias: null, y: dx }, geometry, 'linear');
  } else {
    const group = groupGeometry(geometry);
    eachGroup(tape, geometry, { w, y: dy }, { x: dx }, (parts) => {
      emitTransposedConvolution(tape, { x: parts.y, w: parts.w, bias: null, y: parts.x }, group, 'linear');
    });
  }
}

/** The input's gradient of a convolution without groups, seen as a convolution of its own: from x to y. */
export function emitTransposedConvolution(
  tape: Tape,
  operands: Conv2dOperands,
  geometry: Conv2dGeometry,
  activation: FusedActivation,
): void {
  const backwards = inputGradientGeometry(geometry);
  const algorithm = conv2dAlgorithm(backwards, tape.deterministic);
  if (algorithm === 'winograd') {
    emitWinograd(tape, operands, backwards, flippedFilters(geometry), activation);
  } else if (algorithm === 'gemm') {
    const { x: a, w: b, bias, y } = operands;
    const sizes = { m: pixelsOf(geometry), n: geometry.channels, k: geometry.filters };
    emitGemm(tape, { a, b, bias, y, ...sizes, transposeA: false, transposeB: true, activation });
  } else {
    emitDirectInputGradient(tape, operands, geometry, activation);
  }
}

export function emitFilterGradient(
  tape: Tape,
  operands: { x: Operand; dy: Operand; dw: Operand },
  geometry: Conv2dGeometry,
): void {
  if (isDepthwise(geometry)) emitDepthwiseFilterGradient(tape, operands, geometry);
  else if (geometry.groups === 1) emitUngroupedFilterGradient(tape, operands, geometry);
  else {
    const { x, dy, dw } = operands;
    const group = groupGeometry(geometry);
    eachGroup(tape, geometry, { x, y: dy }, { w: dw }, (parts) => {
      emitUngroupedFilterGradient(tape, { x: parts.x, dy: parts.y, dw: parts.w }, group);
    });
  }
}

function emitUngroupedFilterGradient(
  tape: Tape,
  operands: { x: Operand; dy: Operand; dw: Operand },
  geometry: Conv2dGeometry,
): void {
  const algorithm = filterGradientAlgorithm(geometry, tape.deterministic);
  if (algorithm === 'winograd') {
    emitWinogradFilterGradient(tape, operands, geometry);
  } else if (algorithm === 'gemm') {
    const { x: a, dy: b, dw: y } = operands;
    const sizes = { m: geometry.channels, n: geometry.filters, k: pixelsOf(geometry) };
    emitGemm(tape, {
      a,
      b,
      bias: null,
      y,
      ...sizes,
      transposeA: true,
      transposeB: false,
      activation: 'linear',
    });
  } else {
    emitDirectFilterGradient(tape, operands, geometry);
  }
}

function pixelsOf({ images, yHeight, yWidth }: Conv2dGeometry): number {
  return images * yHeight * yWidth;
}
