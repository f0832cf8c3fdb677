import { gradients } from './autodiff.js';
import { bundle } from './bundle.js';
import { mapValues, simplify } from './fuse.js';
import type { Value } from './graph.js';
import type { Computation } from './plan.js';

/** One step of learning: what is minimised, by changing what, and how. */
export interface TrainingStep {
  /** A scalar. */
  readonly loss: Value;
  /** A bundle of variables. */
  readonly parameters: Value;
  /** Further results to be read, metrics for instance. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** Results of ops that write over what the model keeps besides parameters, such as running averages. Default none. */
  readonly updates?: readonly Value[];
  /** Adds the optimizer's ops: given all parameters and all gradients, each as one flat value. */
  readonly update: (parameters: Value, gradients: Value) => readonly Value[];
}

/** The computation of a step: forward, backward and the optimizer's update. Its outputs include `loss`. */
export function trainingStep(step: TrainingStep): Computation {
  const { loss, parameters, outputs, updates = [], update } = step;
  const { source } = parameters;
  if (source.kind !== 'bundle') throw new Error('The parameters of a training step must be a bundle.');
  const results = { ...outputs, loss };
  const simpler = simplify([...Object.values(results), ...updates]);
  const simplified = mapValues(results, simpler);
  const all = bundle(gradients(simplified['loss']!, source.members), 'gradients');
  return { outputs: simplified, updates: [...updates.map(simpler), ...update(parameters, all)] };
}
