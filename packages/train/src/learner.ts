import { type AnyModel, KEY_INPUT } from '@cnn/layers';
import { type Computation, type Executable, isOutOfMemory, type Session, streamKey } from '@cnn/tensor';
import { type Batch, layBatch, laySamples } from './batch-inputs.js';
import { compileBatch } from './batch-memory.js';
import type { LearnerState } from './checkpoint/checkpoint.js';
import { type Confusion, withConfusion } from './confusion-matrix.js';
import type { DataShape, Samples } from './data.js';
import { figuresOf, type Goal } from './goals.js';
import { type GradientNorms, gradientNorms, gradientOutputs } from './gradient-norms.js';
import { type LearningRate, rateAt } from './learning-rate.js';
import {
  allFinite,
  finiteSamples,
  firstNonFinite,
  layerOutputs,
  type NonFinite,
  nonFiniteWeights,
} from './non-finite.js';
import { type Turn, turnAt, turnsOf } from './optimizers/gradient-accumulation.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { type BatchType, outputName, rateInput, type StepGraph, stepGraph } from './step-graph.js';
import { Totals } from './totals.js';
import { TrainingMemory } from './training-memory.js';
import { turnComputation } from './turn-computation.js';
import { weightShape } from './weighting.js';

/** What a computation on a batch is for; the turns of training, and others that learn nothing. */
type Purpose = Turn | 'infer' | 'gradients' | 'confusion' | 'layers';

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
  /** Where the first loss that was no finite number came from, of those since tracing began. */
  nonFinite: NonFinite | undefined;
  #tracing = false;
  readonly #memory: TrainingMemory;
  readonly #executables = new Map<string, Executable>();
  #lost = false;

  constructor(model: AnyModel, session: Session, recipe: Recipe) {
    const { optimizer, goals } = recipe;
    this.model = model;
    this.recipe = recipe;
    this.figures = figuresOf(goals).map(({ name }) => name);
    this.learningRate = optimizer.learningRate;
    this.#memory = new TrainingMemory(model, session, optimizer);
  }

  /** Steps that moved weights; with gradients from several batches, these batches are one. */
  get moves(): number {
    return Math.floor(this.stepsTaken / this.#batchesToMove);
  }

  get #batchesToMove(): number {
    return this.recipe.optimizer.gradientAccumulationSteps ?? 1;
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
  prepare(mode: BatchType['mode'], data: Samples, size: number, classWeights?: Float32Array): void {
    const purposes = mode === 'train' ? turnsOf(this.#batchesToMove) : (['infer'] as const);
    for (const purpose of purposes) this.#executable(purpose, data, size, classWeights);
  }

  #executable(purpose: Purpose, data: Samples, size: number, classWeights?: Float32Array): Executable {
    const { goals } = this.recipe;
    const dtypes = data.x.map(({ dtype }) => (dtype === 'u8' ? 'u8' : 'f32'));
    const weights = goals.map((goal, i) => weightShape(data.sampleWeight?.[i], goal, classWeights));
    const key = JSON.stringify([purpose, dtypes, size, weights]);
    const known = this.#executables.get(key);
    if (known) return known;
    const wanted = purpose === 'confusion' ? goals.map(withConfusion) : goals;
    const mode = purpose === 'infer' || purpose === 'confusion' ? 'infer' : 'train';
    const computation = (samples: number): Computation =>
      this.#computation(purpose, stepGraph(this.model, wanted, { mode, size: samples, dtypes, weights }));
    const executable = compileBatch(this.#memory.program, computation, size);
    this.#executables.set(key, executable);
    return executable;
  }

  /** Takes a step on a batch; returns what its figures are made of, in the order of `figures`. */
  train(batch: Batch, classWeights?: Float32Array): Float32Array[] {
    const turn = turnAt(this.stepsTaken, this.#batchesToMove);
    const executable = this.#executable(turn, batch.data, batch.end - batch.begin, classWeights);
    this.push();
    this.#memory.use('weights');
    if (this.#tracing) this.#memory.keep();
    layBatch(executable, batch, this.dataShape, classWeights);
    this.#writeKey(executable);
    this.#writeRates(executable);
    this.#run(executable);
    const figures = this.#read(executable);
    if (this.#tracing && !allFinite(figures[0]!)) this.nonFinite ??= this.#trace(batch, figures[0]!);
    this.stepsTaken++;
    return figures;
  }

  /** Whether to find out where a loss that is no number comes from, for which weights are copied before each step. */
  traceNonFinite(on: boolean): void {
    this.#tracing = on;
    this.nonFinite = undefined;
  }

  /** Looks at a batch once more with the weights that there were before its step. */
  #trace(batch: Batch, losses: Float32Array): NonFinite {
    const executable = this.#layersExecutable(batch);
    return this.#memory.withKept((contents) => ({
      step: this.stepsTaken,
      loss: losses.find((loss) => !Number.isFinite(loss))!,
      weights: nonFiniteWeights(this.model.weights, contents),
      samples: !finiteSamples(batch),
      layer: executable && this.#firstNonFiniteLayer(executable, batch),
    }));
  }

  /** What shows all layers on a batch; `undefined` when there is no memory for that. */
  #layersExecutable({ data, begin, end }: Batch): Executable | undefined {
    try {
      return this.#executable('layers', data, end - begin);
    } catch (error) {
      if (isOutOfMemory(error)) return undefined;
      throw error;
    }
  }

  #firstNonFiniteLayer(executable: Executable, batch: Batch): string | undefined {
    laySamples(executable, batch, this.dataShape);
    this.#writeKey(executable);
    this.#run(executable);
    return firstNonFinite(this.model, (output) => executable.read(output).data);
  }

  /** Computes what a batch's figures are made of, without learning from it, and adds up what was taken for what. */
  test(batch: Batch, confusion?: Confusion): Float32Array[] {
    const purpose = confusion ? 'confusion' : 'infer';
    const executable = this.#executable(purpose, batch.data, batch.end - batch.begin);
    this.push();
    this.#memory.use('averages');
    layBatch(executable, batch, this.dataShape);
    this.#run(executable);
    confusion?.add(executable.read(outputName(this.figures.length)).data as Float32Array);
    return this.#read(executable);
  }

  /** How steep the loss of a batch is for the next step, which is not taken. */
  gradientNorms(batch: Batch): GradientNorms {
    const executable = this.#executable('gradients', batch.data, batch.end - batch.begin);
    this.push();
    this.#memory.use('weights');
    layBatch(executable, batch, this.dataShape);
    this.#writeKey(executable);
    this.#run(executable);
    return gradientNorms(this.model, (output) => executable.read(output).data as Float32Array);
  }

  /** Takes over weights that have been set in the model since. */
  push(): void {
    this.#memory.push();
  }

  /**
   * Gives the model the weights as they are now, or their averages where the optimizer keeps some. When the kernels
   * have died it keeps those it has.
   */
  pull(): void {
    if (!this.#lost) this.#memory.pull();
  }

  /** All that the next step depends on. */
  state(): LearnerState {
    this.pull();
    const { optimizer, seed } = this.recipe;
    return {
      ...this.#memory.contents(),
      optimizer: optimizer.name,
      seed,
      stepsTaken: this.stepsTaken,
      epochsBegun: this.epochsBegun,
      learningRate: this.learningRate === optimizer.learningRate ? undefined : rateAt(this.learningRate, 0),
    };
  }

  /** What of a state does not belong to this model and optimizer, in a few words; `undefined` when all does. */
  differenceTo(state: LearnerState): string | undefined {
    const own = this.recipe.optimizer.name;
    if (own !== state.optimizer) return `its optimizer is ${state.optimizer}, here it is ${own}`;
    return this.#memory.differenceTo(state, own);
  }

  /** Takes a state over that has no difference. */
  restore(state: LearnerState): void {
    this.#memory.restore(state);
    this.stepsTaken = state.stepsTaken;
    this.epochsBegun = state.epochsBegun;
    this.learningRate = state.learningRate ?? this.recipe.optimizer.learningRate;
  }

  /** Returns the memory to the session. */
  release(): void {
    this.#memory.program.release();
  }

  #computation(purpose: Purpose, graph: StepGraph): Computation {
    if (purpose === 'infer' || purpose === 'confusion') return { outputs: graph.outputs };
    if (purpose === 'layers') return { outputs: layerOutputs(this.model, graph) };
    if (purpose === 'gradients') return { outputs: gradientOutputs(this.model, graph) };
    return turnComputation(purpose, this.model, this.recipe.optimizer, this.#memory, graph);
  }

  /** The randomness of the next step. */
  #writeKey(executable: Executable): void {
    if (!executable.hasInput(KEY_INPUT)) return;
    executable.input(KEY_INPUT, 'i32').set(streamKey(this.recipe.seed, 'dropout', this.stepsTaken));
  }

  /** What the optimizer sets for the next step. */
  #writeRates(executable: Executable): void {
    const rate = rateAt(this.learningRate, this.moves);
    for (const [name, number] of Object.entries(this.recipe.optimizer.ratesAt(rate, this.moves + 1))) {
      const given = rateInput(name);
      if (executable.hasInput(given)) executable.input(given, 'f32')[0] = number;
    }
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
