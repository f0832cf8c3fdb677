import { KEY_INPUT, MODEL_INPUT, type Model, type Weight } from '@cnn/layers';
import {
  bundle,
  type Computation,
  type Executable,
  input,
  mean,
  type Program,
  type Session,
  type Shape,
  streamKey,
  type Tensor,
  trainingStep,
  type Value,
  variable,
} from '@cnn/tensor';
import { compileBatch } from './batch-memory.js';
import { layRows } from './batches.js';
import type { LearnerState } from './checkpoint/checkpoint.js';
import { differenceOf } from './checkpoint/difference.js';
import { confusionCounts } from './confusion-matrix.js';
import type { DataShape, TrainingData } from './data.js';
import { type GradientNorms, gradientNorms, gradientOutputs } from './gradient-norms.js';
import { type LearningRate, rateAt } from './learning-rate.js';
import type { Loss } from './losses/loss.js';
import type { Metric } from './metrics/metric.js';
import type { Optimizer } from './optimizers/optimizer.js';
import {
  type BatchType,
  outputName,
  RATES_INPUT,
  type StepGraph,
  stepGraph,
  TARGET_INPUT,
  WEIGHT_INPUT,
} from './step-graph.js';
import { Totals } from './totals.js';
import { layWeights, weightShape } from './weighting.js';

/** What a computation on a batch is for. */
type Purpose = BatchType['mode'] | 'gradients' | 'confusion';

/** What learning is made of, names resolved. */
export interface Recipe {
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly seed: number;
}

/** Some samples: the rows `order[begin]` to `order[end - 1]`, or without an order `begin` to `end - 1`. */
export interface Batch {
  readonly data: TrainingData;
  readonly order: Uint32Array | undefined;
  readonly begin: number;
  readonly end: number;
}

/**
 * A model's weights in a session, with the optimizer's memory, and the compiled computations that train and
 * test them: one for each mode, dtype and batch size. The model's own copy of the weights follows on `pull`.
 */
export class Learner {
  readonly model: Model;
  readonly recipe: Recipe;
  /** Names of the figures that a step gives: `loss`, then the metrics. */
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

  constructor(model: Model, session: Session, recipe: Recipe) {
    const { optimizer, metrics } = recipe;
    this.model = model;
    this.recipe = recipe;
    this.figures = ['loss', ...metrics.map(({ name }) => name)];
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
    const { inputShape, outputShape } = this.model;
    return {
      inputShape: inputShape.slice(1) as Shape,
      outputShape: outputShape.slice(1) as Shape,
      loss: this.recipe.loss,
    };
  }

  /** Nothing yet of the figures that steps and tests give. */
  totals(): Totals {
    return new Totals([{ name: 'loss' }, ...this.recipe.metrics]);
  }

  /** Compiles what batches of this size need. @throws MemoryError with the size that fits, when this one does not */
  prepare(purpose: Purpose, data: TrainingData, size: number, classWeights?: Float32Array): Executable {
    const dtype = data.x.dtype === 'u8' ? 'u8' : 'f32';
    const weights = weightShape(data, this.dataShape, classWeights);
    const key = `${purpose} ${dtype} ${size} ${weights}`;
    const known = this.#executables.get(key);
    if (known) return known;
    const { loss } = this.recipe;
    const metrics = purpose === 'confusion' ? [confusionCounts] : this.recipe.metrics;
    const mode = purpose === 'infer' || purpose === 'confusion' ? 'infer' : 'train';
    const computation = (samples: number): Computation =>
      this.#computation(
        purpose,
        stepGraph(this.model, loss, metrics, { mode, size: samples, dtype, weights }),
      );
    const executable = compileBatch(this.#program, computation, size);
    this.#executables.set(key, executable);
    return executable;
  }

  /** Takes a step on a batch; returns what its figures are made of, in the order of `figures`. */
  train(batch: Batch, classWeights?: Float32Array): Float32Array[] {
    const { recipe, stepsTaken } = this;
    const executable = this.prepare('train', batch.data, batch.end - batch.begin, classWeights);
    this.push();
    this.#fill(executable, batch, classWeights);
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
    this.#fill(executable, batch);
    this.#run(executable);
    return this.#read(executable);
  }

  /** How often each class of a batch was taken for which. */
  confusion(batch: Batch): Float32Array {
    const executable = this.prepare('confusion', batch.data, batch.end - batch.begin);
    this.push();
    this.#fill(executable, batch);
    this.#run(executable);
    return executable.read(outputName(1)).data as Float32Array;
  }

  /** How steep the loss of a batch is for the next step, which is not taken. */
  gradientNorms(batch: Batch): GradientNorms {
    const executable = this.prepare('gradients', batch.data, batch.end - batch.begin);
    this.push();
    this.#fill(executable, batch);
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

  #fill(executable: Executable, batch: Batch, classWeights?: Float32Array): void {
    const { data, order, begin, end } = batch;
    const { x, y } = data;
    const targets = this.recipe.loss.targets === 'labels' ? 'i32' : 'f32';
    layRows(x, order, begin, end, executable.input(MODEL_INPUT, x.dtype));
    layRows(y, order, begin, end, executable.input(TARGET_INPUT, targets));
    if (!executable.hasInput(WEIGHT_INPUT)) return;
    const laid = executable.input(TARGET_INPUT, targets);
    layWeights(batch, classWeights, laid, this.dataShape, executable.input(WEIGHT_INPUT, 'f32'));
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
