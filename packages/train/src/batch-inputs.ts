import { MODEL_INPUT } from '@cnn/layers';
import type { Executable } from '@cnn/tensor';
import { layRows } from './batches.js';
import type { DataShape, Samples } from './data.js';
import { targetInput, weightInput } from './step-graph.js';
import { layWeights, weightsOfClasses, weightsOfSamples } from './weighting.js';

/** Some samples: the rows `order[begin]` to `order[end - 1]`, or without an order `begin` to `end - 1`. */
export interface Batch {
  readonly data: Samples;
  readonly order: Uint32Array | undefined;
  readonly begin: number;
  readonly end: number;
}

/** Lays a batch into the inputs of a computation, with its weights where it takes some. */
export function layBatch(
  executable: Executable,
  batch: Batch,
  shape: DataShape,
  classWeights?: Float32Array,
): void {
  const { data, order, begin, end } = batch;
  laySamples(executable, batch, shape);
  shape.goals.forEach((goal, i) => {
    const targets = executable.input(targetInput(i), goal.loss.targets === 'labels' ? 'i32' : 'f32');
    layRows(data.y[i]!, order, begin, end, targets);
    if (!executable.hasInput(weightInput(i))) return;
    const weights = classWeights
      ? weightsOfClasses(classWeights, targets, goal)
      : weightsOfSamples(data.sampleWeight![i]!, batch);
    layWeights(weights, executable.input(weightInput(i), 'f32'));
  });
}

/** Lays what the model takes, without targets and weights. */
export function laySamples(
  executable: Executable,
  { data, order, begin, end }: Batch,
  { inputs }: DataShape,
): void {
  data.x.forEach((x, i) => {
    const name = inputs.length === 1 ? MODEL_INPUT : `${MODEL_INPUT}/${inputs[i]!.name}`;
    layRows(x, order, begin, end, executable.input(name, x.dtype));
  });
}
