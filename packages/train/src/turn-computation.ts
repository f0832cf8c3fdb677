import type { AnyModel } from '@cnn/layers';
import { type Computation, input, mean, trainingStep, type Value } from '@cnn/tensor';
import { ACCUMULATED, meanGradients, summed, type Turn } from './optimizers/gradient-accumulation.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { AVERAGE, averaged, SHARE } from './optimizers/weight-average.js';
import { rateInput, type StepGraph } from './step-graph.js';
import type { TrainingMemory } from './training-memory.js';

/** What is computed when a batch has its turn: it moves the weights, or adds its gradients to those of others. */
export function turnComputation(
  turn: Turn,
  model: AnyModel,
  optimizer: Optimizer,
  { parameters, slots }: TrainingMemory,
  { each, outputs, updates }: StepGraph,
): Computation {
  const { gradientAccumulationSteps: batches = 1 } = optimizer;
  const sum = slots[ACCUMULATED]!;
  const rates = Object.fromEntries(optimizer.rates.map((name) => [name, input(rateInput(name), [1])]));
  const move = (parameters: Value, gradients: Value): readonly Value[] => {
    const [moved, ...others] = optimizer.update({ parameters, gradients, rates, slots });
    const constrained = model.constrain(parameters, moved!);
    if (!optimizer.keepsAverage) return [constrained, ...others];
    return [constrained, ...others, averaged(slots[AVERAGE]!, constrained, rates[SHARE]!)];
  };
  const update = (parameters: Value, gradients: Value): readonly Value[] => {
    if (turn === 'only') return move(parameters, gradients);
    if (turn === 'last') return move(parameters, meanGradients(sum, gradients, batches));
    return [summed(turn, sum, gradients)];
  };
  return trainingStep({ loss: mean({ x: each }).y, parameters, outputs, updates, update });
}
