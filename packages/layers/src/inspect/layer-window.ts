import { ConfigError, transposedOutput, windowOutput } from '@cnn/tensor';
import type { BaseLayer } from '../base-layer.js';
import { Activation } from '../layers/activation.js';
import { BatchNormalization } from '../layers/batch-normalization.js';
import { Concatenate } from '../layers/concatenate.js';
import { Conv2DTranspose } from '../layers/conv2d-transpose.js';
import { Convolution2D } from '../layers/convolution2d.js';
import { Cropping2D } from '../layers/cropping2d.js';
import { Dense } from '../layers/dense.js';
import { Dropout } from '../layers/dropout.js';
import { ELU } from '../layers/elu.js';
import { GaussianNoise } from '../layers/gaussian-noise.js';
import { GlobalPooling2D } from '../layers/global-pooling2d.js';
import { GroupNormalization } from '../layers/group-normalization.js';
import { LayerNormalization } from '../layers/layer-normalization.js';
import { LeakyReLU } from '../layers/leaky-relu.js';
import { LocalResponseNormalization } from '../layers/local-response-normalization.js';
import { ElementwiseMerge } from '../layers/merge.js';
import { Normalization } from '../layers/normalization.js';
import { Pooling2D } from '../layers/pooling2d.js';
import { PReLU } from '../layers/prelu.js';
import { ReLU } from '../layers/relu.js';
import { Rescaling } from '../layers/rescaling.js';
import { Softmax } from '../layers/softmax.js';
import { SpatialDropout2D } from '../layers/spatial-dropout2d.js';
import { UpSampling2D } from '../layers/up-sampling2d.js';
import { ZeroPadding2D } from '../layers/zero-padding2d.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { imageInARow } from './pixels-in-a-row.js';

/** Rows (0) or columns (1) of images. */
export type Axis = 0 | 1;

/** Rows or columns, by number; those below 0 or beyond the last lie outside of an image. */
export type Positions = ReadonlySet<number>;

/** Layers that make each position of the same position in their inputs. */
const pointwise = [
  Activation,
  BatchNormalization,
  Dense,
  Dropout,
  ELU,
  ElementwiseMerge,
  GaussianNoise,
  LayerNormalization,
  LeakyReLU,
  LocalResponseNormalization,
  Normalization,
  PReLU,
  ReLU,
  Rescaling,
  Softmax,
  SpatialDropout2D,
] as const;

/**
 * What a layer is applied to, and the positions of it, also beyond its borders, that the layer sees for positions of its
 * output. Where layers add channels to pixels in a row, the last of them sees the image before them all.
 * @param output what the layer gives at one of its places
 * @throws ConfigError for a layer after which positions are no longer those of an image
 */
export function seenBy(
  output: SymbolicTensor,
  axis: Axis,
  positions: Positions,
): readonly (readonly [SymbolicTensor, Positions])[] {
  const image = imageInARow(output);
  if (image) return [[image, positions]];
  const { layer, inputs } = output.call!;
  return inputs.map((input) => [input, seenOf(input, layer, axis, positions)]);
}

function seenOf(input: SymbolicTensor, layer: BaseLayer, axis: Axis, positions: Positions): Positions {
  const size = input.shape[axis + 1]!;
  if (input.shape.length !== 4) return refuse(layer);
  if (layer instanceof ElementwiseMerge && size === 1) return new Set([0]);
  if (pointwise.some((kind) => layer instanceof kind)) return positions;
  if (layer instanceof Concatenate && (layer.axis === -1 || layer.axis === 3)) return positions;
  if (layer instanceof GlobalPooling2D || layer instanceof GroupNormalization) return everything(size);
  return fromEach(positions, cellsUnder(layer, size, axis));
}

/** The cells of an axis that a layer sees for a position of its output. */
function cellsUnder(layer: BaseLayer, size: number, axis: Axis): (position: number) => number[] {
  if (layer instanceof Convolution2D || layer instanceof Pooling2D) {
    return (position) => windowAt(layer, size, axis, position).map(({ cell }) => cell);
  }
  if (layer instanceof ZeroPadding2D) return (position) => [position - layer.padding[axis][0]];
  if (layer instanceof Cropping2D) return (position) => [position + layer.cropping[axis][0]];
  if (layer instanceof UpSampling2D) return upsampledCells(layer, axis);
  return refuse(layer);
}

/** A cell of an input, also beyond its borders, and the element of a window that lies on it. */
export interface WindowCell {
  readonly cell: number;
  readonly element: number;
}

/** What lies under a layer's window along an axis for a position of its output. @param size of the input */
export function windowAt(
  layer: Convolution2D | Pooling2D,
  size: number,
  axis: Axis,
  position: number,
): WindowCell[] {
  if (layer instanceof Conv2DTranspose) return transposedWindowAt(layer, size, axis, position);
  const { strides, padding } = layer;
  const elements = (layer instanceof Pooling2D ? layer.poolSize : layer.kernelSize)[axis];
  const dilation = layer instanceof Pooling2D ? 1 : layer.dilationRate[axis];
  const before =
    typeof padding === 'string'
      ? windowOutput(size, elements, strides[axis], padding, dilation).before
      : padding[axis][0];
  return Array.from({ length: elements }, (_, element) => ({
    cell: position * strides[axis] - before + element * dilation,
    element,
  }));
}

/** Input cell i reaches the output cells i · stride + element · dilation − before. */
function transposedWindowAt(
  layer: Conv2DTranspose,
  size: number,
  axis: Axis,
  position: number,
): WindowCell[] {
  const { padding, outputPadding } = layer;
  const [elements, stride, dilation] = [
    layer.kernelSize[axis],
    layer.strides[axis],
    layer.dilationRate[axis],
  ];
  const { before } = transposedOutput(size, elements, stride, padding, dilation, outputPadding?.[axis]);
  return Array.from({ length: elements }, (_, element) => ({
    cell: (position + before - element * dilation) / stride,
    element,
  })).filter(({ cell }) => Number.isInteger(cell));
}

function upsampledCells({ size, interpolation }: UpSampling2D, axis: Axis): (position: number) => number[] {
  const factor = size[axis];
  if (interpolation === 'nearest') return (position) => [Math.floor(position / factor)];
  return (position) => {
    const centre = (position + 0.5) / factor - 0.5;
    return [Math.floor(centre), Math.ceil(centre)];
  };
}

function fromEach(positions: Positions, cells: (position: number) => number[]): Positions {
  return new Set([...positions].flatMap(cells));
}

function everything(size: number): Positions {
  return new Set(Array(size).keys());
}

function refuse(layer: BaseLayer): never {
  throw new ConfigError(
    `receptiveField was asked for what comes through ${layer.label}, which does not keep rows and columns apart as images do. Choose a layer before it.`,
  );
}
