import { type AnyModel, KEY_INPUT, type Weight } from '@cnn/layers';
import {
  bundle,
  type Computation,
  type Executable,
  input,
  mean,
  type Program,
  type Session,
  streamKey,
  type Tensor,
  trainingStep,
  type Value,
  variable,
} from '@cnn/tensor';
import { type Batch, layBatch } from './batch-inputs.js';
import { compileBatch } from './batch-memory.js';
import type { LearnerState } from './checkpoint/checkpoint.js';
import { differenceOf } from './checkpoint/difference.js';
import { confusionCounts } from './confusion-matrix.js';
import type { DataShape, Samples } from './data.js';
import { figuresOf, type Goal } from './goals.js';
import { type GradientNorms, gradientNorms, gradientOutputs } from './gradient-norms.js';
import { type LearningRate, rateAt } from './learning-rate.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { type BatchType, outputName, RATES_INPUT, type StepGraph, stepGraph } from './step-graph.js';
import { Totals } from './totals.js';
import { weightShape } from './weighting.js';

/** What a computation on a batch is for. */
type Purpose = BatchType['mode'] | 'gradients' | 'confusion';

/** What learning is made of, names resolved. */
export interface Recipe {
  readonly optimizer: Optimizer;
  /** For each output. */
  readonly goals: readonly Goal[];
  readonly seed: number;
}

/**
 * A model's weights in a session, with the optimizer's memory, and the compiled computations that train and
 * test them: one for each mode, dtype and batch size. The model's own copy of the weights follows on `pull`.
 */
export class Learner {
  readonly model: AnyModel;
  readonly recipe: Recipe;
  /** Names of the figures that a step gives: `loss`, that of each of several outputs, then the metrics. */
  readonly figures: readonly string[];
  learningRate: LearningRate;
  /** Steps taken, through all calls of `fit`. */
  stepsTaken = 0;
  /** Epochs begun, through all calls of `fit`. */
  epochsBegun = 0;
  readonly #program: Program;
  readonly #weights: readonly Weight[];
  readonly #parameters: Value;
  readonly #slots: Readonly<Record<string, Value>>;
  readonly #executables = new Map<string, Executable>();
  /** Version of each weight that the session has. */
  readonly #versions: number[] = [];
  #lost = false;

  constructor(model: AnyModel, session: Session, recipe: Recipe) {
    const { optimizer, goals } = recipe;
    this.model = model;
    this.recipe = recipe;
    this.figures = figuresOf(goals).map(({ name }) => name);
    this.learningRate = optimizer.learningRate;
    this.#weights = model.weights;
    const trainable = this.#weights.filter((weight) => weight.trainable);
    const parameters = bundle(
      trainable.map(({ variable }) => variable),
      'parameters',
    );
    this.#parameters = parameters;
    this.#slots = Object.fromEntries(
      optimizer.slots.map((slot) => [slot, variable(slot, parameters.shape, 'slots')]),
    );
    this.#program = session.program();
    // Gives the bundle its place, which has to come before that of its members.
    this.#program.read(parameters);
  }

  /** What data has to fit. */
  get dataShape(): DataShape {
    return { inputs: this.model.inputEnds, goals: this.recipe.goals };
  }

  /** Nothing yet of the figures that steps and tests give. */
  totals(): Totals {
    return new Totals(figuresOf(this.recipe.goals));
  }

  /** Compiles what batches of this size need. @throws MemoryError with the size that fits, when this one does not */
  prepare(purpose: Purpose, data: Samples, size: number, classWeights?: Float32Array): Executable {
    const { goals } = this.recipe;
    const dtypes = data.x.map(({ dtype }) => (dtype === 'u8' ? 'u8' : 'f32'));
    const weights = goals.map((goal, i) => weightShape(data.sampleWeight?.[i], goal, classWeights));
    const key = JSON.stringify([purpose, dtypes, size, weights]);
    const known = this.#executables.get(key);
    if (known) return known;
    const wanted =
      purpose === 'confusion' ? goals.map((goal) => ({ ...goal, metrics: [confusionCounts] })) : goals;
    const mode = purpose === 'infer' || purpose === 'confusion' ? 'infer' : 'train';
    const computation = (samples: number): Computation =>
      this.#computation(purpose, stepGraph(this.model, wanted, { mode, size: samples, dtypes, weights }));
    const executable = compileBatch(this.#program, computation, size);
    this.#executables.set(key, executable);
    return executable;
  }

  /** Takes a step on a batch; returns what its figures are made of, in the order of `figures`. */
  train(batch: Batch, classWeights?: Float32Array): Float32Array[] {
    const { recipe, stepsTaken } = this;
    const executable = this.prepare('train', batch.data, batch.end - batch.begin, classWeights);
    this.push();
    layBatch(executable, batch, this.dataShape, classWeights);
    this.#writeKey(executable);
    const rate = rateAt(this.learningRate, stepsTaken);
    recipe.optimizer.writeRates(rate, stepsTaken + 1, executable.input(RATES_INPUT, 'f32'));
    this.#run(executable);
    this.stepsTaken++;
    return this.#read(executable);
  }

  /** Computes what a batch's figures are made of, without learning from it. */
  test(batch: Batch): Float32Array[] {
    const executable = this.prepare('infer', batch.data, batch.end - batch.begin);
    this.push();
    layBatch(executable, batch, this.dataShape);
    this.#run(executable);
    return this.#read(executable);
  }

  /** How often each class of a batch was taken for which. */
  confusion(batch: Batch): Float32Array {
    const executable = this.prepare('confusion', batch.data, batch.end - batch.begin);
    this.push();
    layBatch(executable, batch, this.dataShape);
    this.#run(executable);
    return executable.read(outputName(1)).data as Float32Array;
  }

  /** How steep the loss of a batch is for the next step, which is not taken. */
  gradientNorms(batch: Batch): GradientNorms {
    const executable = this.prepare('gradients', batch.data, batch.end - batch.begin);
    this.push();
    layBatch(executable, batch, this.dataShape);
    this.#writeKey(executable);
    this.#run(executable);
    return gradientNorms(this.model, (output) => executable.read(output).data as Float32Array);
  }

  /** Takes over weights that have been set in the model since. */
  push(): void {
    for (let i = 0; i < this.#weights.length; i++) {
      const weight = this.#weights[i]!;
      if (weight.version === this.#versions[i]) continue;
      this.#program.write(weight.variable, weight.value);
      this.#versions[i] = weight.version;
    }
  }

  /** Gives the model the weights as they are now. When the kernels have died it keeps those it has. */
  pull(): void {
    if (this.#lost) return;
    this.push();
    this.#weights.forEach((weight, i) => {
      weight.value = this.#program.read(weight.variable);
      this.#versions[i] = weight.version;
    });
  }

  /** All that the next step depends on. */
  state(): LearnerState {
    this.pull();
    const { optimizer, seed } = this.recipe;
    return {
      weights: new Map(this.#weights.map(({ name, value }) => [name, value])),
      optimizer: optimizer.name,
      slots: new Map(Object.entries(this.#slots).map(([name, slot]) => [name, this.#program.read(slot)])),
      seed,
      stepsTaken: this.stepsTaken,
      epochsBegun: this.epochsBegun,
      learningRate: this.learningRate === optimizer.learningRate ? undefined : rateAt(this.learningRate, 0),
    };
  }

  /** What of a state does not belong to this model and optimizer, in a few words; `undefined` when all does. */
  differenceTo({ weights, optimizer, slots }: LearnerState): string | undefined {
    const own = this.recipe.optimizer;
    const difference = differenceOf(this.#weights, weights);
    if (difference) return difference;
    if (own.name !== optimizer) return `its optimizer is ${optimizer}, here it is ${own.name}`;
    const expected = Object.entries(this.#slots).map(([name, { shape }]) => ({ name, shape }));
    return differenceOf(expected, slots, `${own.name}'s memory `);
  }

  /** Takes a state over that has no difference. */
  restore(state: LearnerState): void {
    for (const weight of this.#weights) weight.value = state.weights.get(weight.name) as Tensor<'f32'>;
    for (const [name, slot] of Object.entries(this.#slots)) {
      this.#program.write(slot, state.slots.get(name) as Tensor<'f32'>);
    }
    this.stepsTaken = state.stepsTaken;
    this.epochsBegun = state.epochsBegun;
    this.learningRate = state.learningRate ?? this.recipe.optimizer.learningRate;
  }

  /** Returns the memory to the session. */
  release(): void {
    this.#program.release();
  }

  #computation(purpose: Purpose, graph: StepGraph): Computation {
    if (purpose === 'train') return this.#trainingStep(graph);
    return { outputs: purpose === 'gradients' ? gradientOutputs(this.model, graph) : graph.outputs };
  }

  #trainingStep({ each, outputs, updates }: StepGraph): Computation {
    const { optimizer } = this.recipe;
    const rates = input(RATES_INPUT, [optimizer.rateCount]);
    return trainingStep({
      loss: mean({ x: each }).y,
      parameters: this.#parameters,
      outputs,
      updates,
      update: (parameters, gradients) => {
        const updates = optimizer.update({ parameters, gradients, rates, slots: this.#slots });
        const [newParameters, ...others] = updates;
        return [this.model.constrain(parameters, newParameters!), ...others];
      },
    });
  }

  /** The randomness of the next step. */
  #writeKey(executable: Executable): void {
    if (!executable.hasInput(KEY_INPUT)) return;
    executable.input(KEY_INPUT, 'i32').set(streamKey(this.recipe.seed, 'dropout', this.stepsTaken));
  }

  #run(executable: Executable): void {
    try {
      executable.run();
    } catch (error) {
      this.#lost = true;
      throw error;
    }
  }

  #read(executable: Executable): Float32Array[] {
    return this.figures.map((_, i) => executable.read(outputName(i)).data as Float32Array);
  }
}
