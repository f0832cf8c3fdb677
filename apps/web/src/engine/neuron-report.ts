import { type Model, type Neuron, neuron, receptiveField, type Session } from '@cnn/layers';
import { ConfigError, type Tensor } from '@cnn/tensor';
import type { ChannelTerm, Frame, NeuronMaking, NeuronPlace, NeuronReport } from './protocol/neuron.js';

/** How many channels are shown one by one; as rows of a list there is room for more. */
const shown = { windows: 3, numbers: 6 };

type Made = NonNullable<Neuron['made']>;

/**
 * How one number of a layer came about for an image.
 * @throws ConfigError when the model has no such layer or place
 */
export async function neuronReport(
  model: Model,
  image: Tensor<'u8'>,
  place: NeuronPlace,
  session: Session,
): Promise<NeuronReport> {
  const tensor = model.graph.tensors.findLast(({ call }) => call!.layer.name === place.layer);
  const [, ...shape] = tensor?.shape ?? [];
  const found = await neuron(model, image, place.layer, positionOf(place, shape), { session });
  const [before] = tensor!.call!.inputs;
  const isImage = before!.shape.length === 4;
  const terms = found.made?.kind === 'sum' ? termsOf(found.made) : [];
  return {
    place,
    value: found.value,
    field: shape.length === 3 ? fieldOf(model, place) : undefined,
    input: isImage && found.made ? inputOf(found.made, terms, before!.call?.layer.name) : undefined,
    made: found.made && makingOf(found.made, terms),
  };
}

/** Pictures have rows, columns and channels; other outputs are one row of numbers. */
function positionOf({ row, column, channel }: NeuronPlace, shape: readonly number[]): number[] {
  if (shape.length === 3) return [row, column, channel];
  let rest = column;
  return shape
    .toReversed()
    .map((size) => {
      const at = rest % size;
      rest = Math.floor(rest / size);
      return at;
    })
    .toReversed();
}

/** Undefined where positions are no longer those of the image. */
function fieldOf(model: Model, { layer, row, column }: NeuronPlace): Frame | undefined {
  try {
    const { rows, columns } = receptiveField(model, layer, row, column);
    return {
      row: rows.begin,
      column: columns.begin,
      height: rows.end - rows.begin,
      width: columns.end - columns.begin,
    };
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function inputOf(
  { rows, columns, channels }: Made,
  [strongest]: readonly ChannelTerm[],
  layer: string | undefined,
): NeuronReport['input'] {
  const frame = {
    row: rows[0]!,
    column: columns[0]!,
    height: rows.at(-1)! - rows[0]! + 1,
    width: columns.at(-1)! - columns[0]! + 1,
  };
  return { layer, frame, channel: strongest?.channel ?? channels[0]! };
}

function makingOf(made: Made, terms: readonly ChannelTerm[]): NeuronMaking {
  const [height, width] = [made.rows.length, made.columns.length];
  if (made.kind === 'largest') {
    const [row, column] = made.winner;
    return { kind: 'largest', height, width, inputs: [...made.inputs.data], winner: row * width + column };
  }
  const count = height * width === 1 ? shown.numbers : shown.windows;
  const rest = terms.slice(count);
  return {
    kind: 'sum',
    height,
    width,
    terms: terms.slice(0, count),
    rest: { count: rest.length, sum: rest.reduce((total, { sum }) => total + sum, 0) },
    bias: made.bias,
    sum: made.sum,
    activation: made.activation,
  };
}

/** What each channel contributes, the strongest first. */
function termsOf({ channels, inputs, weights }: Extract<Made, { kind: 'sum' }>): ChannelTerm[] {
  const depth = channels.length;
  const of = ({ data }: Tensor<'f32'>, channel: number): number[] =>
    Array.from({ length: data.length / depth }, (_, cell) => data[cell * depth + channel]!);
  const terms = channels.map((channel, i) => {
    const [seen, weighed] = [of(inputs, i), of(weights, i)];
    const sum = seen.reduce((total, each, cell) => total + each * weighed[cell]!, 0);
    return { channel, inputs: seen, weights: weighed, sum };
  });
  return terms.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
}
