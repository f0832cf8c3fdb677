import { ConfigError, formatShape } from '@cnn/tensor';
import type { Model } from '../model.js';
import { show } from '../options.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type Axis, type Positions, seenBy } from './layer-window.js';
import { type LayerChoice, placesOf } from './places.js';

/** Rows or columns, from `begin` up to, but not including, `end`. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** What one position of a layer's output sees of the model's input. */
export interface ReceptiveField {
  /** Of the input. */
  readonly rows: Span;
  /** Of the input. */
  readonly columns: Span;
  /** `[height, width]` of the window as if no border cut it off. */
  readonly size: readonly [number, number];
}

/**
 * The window of input pixels that one position of a layer's output depends on: the smallest rectangle that holds them
 * all, counted from kernel sizes, strides, dilations and padding; where branches meet, that of all of them. What padding
 * adds is no pixel, so windows at the border are smaller. Nothing is computed, and weights do not matter: it is what the
 * position can see, not what it looks at.
 * Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
 * @param layer of the model, or its name; where the model uses it several times, its last place
 * @param y row of the layer's output
 * @param x column of the layer's output
 * @throws ConfigError when the layer's output has no rows and columns, no such position, or comes through a layer
 * that lets positions go, such as `flatten`
 * @example
 * receptiveField(model, 'conv2d_1', 0, 0); // { rows: { begin: 0, end: 4 }, …, size: [6, 6] }
 */
export function receptiveField(model: Model, layer: LayerChoice, y: number, x: number): ReceptiveField {
  const place = placesOf(model, layer).at(-1)!;
  const [, height, width] = place.shape as readonly number[];
  const { label } = place.call!.layer;
  if (place.shape.length !== 4 || model.inputShape.length !== 4) {
    throw new ConfigError(
      `receptiveField was asked for ${label}, which makes ${formatShape(place.shape)} of inputs of ${formatShape(model.inputShape)}; both need rows and columns. Choose a layer before flatten or global pooling, of a model of images.`,
    );
  }
  const position = [expectPosition('y', y, height!, label), expectPosition('x', x, width!, label)] as const;
  const [rows, columns] = both((axis) => walk(model, place, axis, position[axis], true));
  const [tall, wide] = both((axis) => walk(model, place, axis, position[axis], false));
  const size = [length(tall), length(wide)] as const;
  // A position of padding alone, or of the gaps of a transposed convolution, sees no pixel.
  if (length(rows) === 0 || length(columns) === 0) return { rows: hull([]), columns: hull([]), size };
  return { rows, columns, size };
}

function both(along: (axis: Axis) => Span): [Span, Span] {
  return [along(0), along(1)];
}

/** Goes back from a place to the input. @param cut whether what lies outside of an image is left out at each layer */
function walk(model: Model, from: SymbolicTensor, axis: Axis, position: number, cut: boolean): Span {
  const seen = new Map<SymbolicTensor, Positions>([[from, new Set([position])]]);
  for (const tensor of [...model.graph.tensors].reverse()) {
    const positions = seen.get(tensor);
    if (!positions) continue;
    for (const [input, seenOfIt] of seenBy(tensor, axis, positions)) {
      const cells = [...seenOfIt];
      const kept = cut ? cells.filter((cell) => cell >= 0 && cell < input.shape[axis + 1]!) : cells;
      seen.set(input, new Set([...(seen.get(input) ?? []), ...kept]));
    }
  }
  return hull([...(seen.get(model.graph.inputs[0]!) ?? [])]);
}

/** The smallest span that holds all positions; empty where there are none. */
function hull(positions: readonly number[]): Span {
  if (positions.length === 0) return { begin: 0, end: 0 };
  return { begin: Math.min(...positions), end: Math.max(...positions) + 1 };
}

function length({ begin, end }: Span): number {
  return end - begin;
}

function expectPosition(what: string, value: number, size: number, label: string): number {
  if (Number.isInteger(value) && value >= 0 && value < size) return value;
  throw new ConfigError(
    `The ${what} of receptiveField is ${show(value)}; the output of ${label} has positions 0 to ${size - 1} along this axis. Choose one of these.`,
  );
}
