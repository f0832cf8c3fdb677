import { ConfigError, type Session, type Shape, Tensor } from '@cnn/tensor';
import type { ActivationName } from '../activations.js';
import type { BaseLayer } from '../base-layer.js';
import { compute } from '../compute.js';
import { AveragePooling2D } from '../layers/average-pooling2d.js';
import { Convolution2D } from '../layers/convolution2d.js';
import { GlobalAveragePooling2D } from '../layers/global-average-pooling2d.js';
import { GlobalMaxPooling2D } from '../layers/global-max-pooling2d.js';
import { GlobalPooling2D } from '../layers/global-pooling2d.js';
import { MaxPooling2D } from '../layers/max-pooling2d.js';
import { Pooling2D } from '../layers/pooling2d.js';
import type { Model } from '../model.js';
import { expectKnownOptions, show } from '../options.js';
import { LayerInput, type WindowCells } from './layer-input.js';
import { type Axis, type WindowCell, windowAt } from './layer-window.js';
import { oneImage } from './one-image.js';
import { type LayerChoice, placesOf } from './places.js';
import { type Weighing, weighingOf } from './weighted-sum.js';

export interface NeuronOptions {
  /** Default: the session that all models share. */
  readonly session?: Session;
}

/** What a neuron has before it, of the input of its layer. */
export interface NeuronWindow {
  /** Rows of the layer's input, in the order of the window; those below 0 or beyond the last are padding. */
  readonly rows: readonly number[];
  /** Columns of the layer's input, likewise. */
  readonly columns: readonly number[];
  /** Channels of the layer's input that the neuron sees. */
  readonly channels: readonly number[];
  /** The numbers there, `[rows, columns, channels]`; 0 in padding. */
  readonly inputs: Tensor<'f32'>;
}

/** A neuron that adds up products: value = activation(Σ inputs · weights + bias). */
export interface WeightedSum extends NeuronWindow {
  readonly kind: 'sum';
  /** `[rows, columns, channels]`, as the inputs. */
  readonly weights: Tensor<'f32'>;
  readonly bias: number;
  /** Σ inputs · weights + bias, added up in 64-bit floats. */
  readonly sum: number;
  /** What is applied to the sum; a `softmax` needs those of the other channels at this position, too. */
  readonly activation: ActivationName;
}

/** A neuron that takes the largest of its inputs. */
export interface Largest extends NeuronWindow {
  readonly kind: 'largest';
  /** Which of the window's rows and columns it is in; the first one where several are equal. */
  readonly winner: readonly [row: number, column: number];
}

/** One number of a layer's output, and how it came about. */
export interface Neuron {
  readonly layer: BaseLayer;
  /** As in the layer's feature maps. */
  readonly value: number;
  /** Undefined for layers other than convolutions, poolings, dense, batch normalisation and activations. */
  readonly made: WeightedSum | Largest | undefined;
}

/**
 * Takes one number of a feature map apart: the inputs that its layer had before it, the weights that they were multiplied
 * by, the bias and the activation; for a max pooling, which input won. An average is a sum whose weights are equal, a
 * batch normalisation in inference a single product, and a separable convolution one with the product of its two kernels.
 *
 * Costs a pass of one image, of which plan and session are kept. What is added up here is so in 64-bit floats; the value
 * is that of the kernels, which round to 32 bits on the way.
 * @param image `[height, width, channels]` or a batch of one
 * @param layer of the model, or its name; where the model uses it several times, its last place
 * @param position in the layer's output: `[row, column, channel]`, or `[unit]` where it has no rows and columns
 * @throws ConfigError for a layer that the model does not have, or a position that its output does not have; ShapeError
 * when the image is not what the model takes
 * @example
 * const { value, made } = await neuron(model, image, 'conv2d', [4, 7, 0]);
 * // made: { kind: 'sum', rows: [3, 4, 5], columns: [6, 7, 8], inputs, weights, bias, sum, activation: 'relu', … }
 */
export async function neuron(
  model: Model,
  image: Tensor,
  layer: LayerChoice,
  position: readonly number[],
  options: NeuronOptions = {},
): Promise<Neuron> {
  expectKnownOptions('neuron', options, ['session']);
  const x = oneImage(model, image);
  const place = placesOf(model, layer).at(-1)!;
  const [, ...shape] = place.shape as readonly [null, ...number[]];
  const { layer: found, inputs } = place.call!;
  const at = expectPosition(found.label, position, shape);
  const [output, input] = await compute(model, [x], [place, inputs[0]!], {
    batchSize: 1,
    session: options.session,
  });
  const value = output!.data[indexOf(shape, position)]!;
  return { layer: found, value, made: madeOf(found, input!, at) };
}

/** A position with rows and columns, whether the layer's output has them or not. */
interface Position {
  readonly row: number;
  readonly column: number;
  readonly channel: number;
}

function expectPosition(label: string, position: readonly number[], shape: Shape): Position {
  const within = (value: number | undefined, axis: number): boolean =>
    Number.isInteger(value) && value! >= 0 && value! < shape[axis]!;
  if (position.length !== shape.length || !shape.every((_, axis) => within(position[axis], axis))) {
    throw new ConfigError(
      `The position of neuron is ${show(position)}; the output of ${label} is ${show(shape)}, counted from 0. Choose a whole number below each of these.`,
    );
  }
  const [row, column] = shape.length === 3 ? position : [0, 0];
  return { row: row!, column: column!, channel: position.at(-1)! };
}

function indexOf(shape: Shape, position: readonly number[]): number {
  return position.reduce((index, each, axis) => index * shape[axis]! + each, 0);
}

/** @param values what the layer is applied to, `[1, …]` */
function madeOf(layer: BaseLayer, values: Tensor<'f32'>, at: Position): WeightedSum | Largest | undefined {
  if (values.shape.length !== 2 && values.shape.length !== 4) return undefined;
  const input = new LayerInput(values);
  const cells = {
    rows: cellsBefore(layer, input.height, 0, at.row),
    columns: cellsBefore(layer, input.width, 1, at.column),
  };
  if (layer instanceof MaxPooling2D || layer instanceof GlobalMaxPooling2D) {
    return largest(input, cells, at.channel);
  }
  const weighing =
    layer instanceof AveragePooling2D || layer instanceof GlobalAveragePooling2D
      ? averaging(at.channel, input.count(cells))
      : weighingOf(layer, at.channel, input.depth);
  return weighing && weightedSum(input, cells, weighing);
}

function cellsBefore(layer: BaseLayer, size: number, axis: Axis, position: number): readonly WindowCell[] {
  if (layer instanceof Convolution2D || layer instanceof Pooling2D) {
    return windowAt(layer, size, axis, position);
  }
  if (layer instanceof GlobalPooling2D) {
    return Array.from({ length: size }, (_, cell) => ({ cell, element: cell }));
  }
  return [{ cell: position, element: 0 }];
}

function averaging(channel: number, count: number): Weighing {
  return { channels: [channel], weight: () => 1 / count, bias: 0, activation: 'linear' };
}

function weightedSum(input: LayerInput, cells: WindowCells, weighing: Weighing): WeightedSum {
  const { channels, bias, activation } = weighing;
  const inputs = input.under(cells, channels);
  // In 64 bits for the sum, since shares such as 1/9 are no 32-bit floats.
  const weights = cells.rows.flatMap((row) =>
    cells.columns.flatMap((column) =>
      channels.map((channel) => weighing.weight(row.element, column.element, channel)),
    ),
  );
  const sum = weights.reduce((total, weight, i) => total + weight * inputs.data[i]!, bias);
  return {
    kind: 'sum',
    ...windowOf(cells, channels, inputs),
    weights: new Tensor('f32', inputs.shape, Float32Array.from(weights)),
    bias,
    sum,
    activation,
  };
}

function largest(input: LayerInput, cells: WindowCells, channel: number): Largest {
  const { rows, columns } = cells;
  const places = [...rows.keys()].flatMap((row) =>
    [...columns.keys()].map((column) => [row, column] as const),
  );
  const at = ([row, column]: readonly [number, number]): number => {
    const [down, across] = [rows[row]!.cell, columns[column]!.cell];
    return input.has(down, across) ? input.at(down, across, channel) : -Infinity;
  };
  const winner = places.reduce((best, place) => (at(place) > at(best) ? place : best));
  return { kind: 'largest', ...windowOf(cells, [channel], input.under(cells, [channel])), winner };
}

function windowOf(
  { rows, columns }: WindowCells,
  channels: readonly number[],
  inputs: Tensor<'f32'>,
): NeuronWindow {
  return {
    rows: rows.map(({ cell }) => cell),
    columns: columns.map(({ cell }) => cell),
    channels,
    inputs,
  };
}
