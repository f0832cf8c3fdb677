import { type Session, type Shape, sizeOf, Tensor, type Value } from '@cnn/tensor';
import { inferContext } from './context.js';
import { placeNumber } from './layer-graph.js';
import type { AnyModel } from './model.js';
import { inputName, programOf, weightContents } from './model-program.js';
import { Pause } from './pause.js';
import { sharedSession } from './session.js';
import type { SymbolicTensor } from './symbolic-tensor.js';

/** How to go through inputs. */
export interface ComputeOptions {
  readonly batchSize: number;
  readonly session: Session | undefined;
}

/** Outputs go by number, whatever their names. */
const outputName = (output: number): string => `y${output}`;

/**
 * Computes what is at some places of a model, in inference, batch by batch, with the weights of the moment of the call.
 * @param inputs in the order of the model's `inputEnds`
 * @param places symbolic tensors of the model's graph
 * @returns for each place `[count, …shape]`
 */
export async function compute(
  model: AnyModel,
  inputs: readonly Tensor<'f32' | 'u8'>[],
  places: readonly SymbolicTensor[],
  { batchSize, session }: ComputeOptions,
): Promise<Tensor<'f32'>[]> {
  const contents = weightContents(model);
  const program = programOf(model, session ?? (await sharedSession()));
  const count = inputs[0]!.shape[0]!;
  const results = places.map(({ shape: [, ...item] }) => zeros([count, ...item]));
  const dtypes = inputs.map(({ dtype }) => dtype);
  const numbers = places.map((place) => placeNumber(model.graph, place));
  const pause = new Pause();
  for (let begin = 0; begin < count; begin += batchSize) {
    await pause.due();
    const end = Math.min(begin + batchSize, count);
    const values = model.inputValues(end - begin, dtypes);
    const computation = {
      key: `places ${numbers} of ${dtypes} ${end - begin}`,
      outputs: () => outputsAt(model, values, places),
    };
    const feeds = Object.fromEntries(
      values.map((value, i) => [inputName(value), inputs[i]!.rows(begin, end)]),
    );
    const batch = program.run(computation, feeds, contents);
    results.forEach((result, i) => {
      result.rows(begin, end).data.set(batch[outputName(i)]!.data);
    });
  }
  return results;
}

function outputsAt(
  model: AnyModel,
  inputs: readonly Value[],
  places: readonly SymbolicTensor[],
): Readonly<Record<string, Value>> {
  const values = model.valuesOn(inputs, inferContext);
  return Object.fromEntries(places.map((place, i) => [outputName(i), values.get(place)!]));
}

function zeros(shape: Shape): Tensor<'f32'> {
  return new Tensor('f32', shape, new Float32Array(sizeOf(shape)));
}
