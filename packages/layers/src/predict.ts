import {
  type Executable,
  formatShape,
  type Program,
  type Session,
  ShapeError,
  sizeOf,
  Tensor,
} from '@cnn/tensor';
import { inferContext } from './context.js';
import { MODEL_INPUT } from './input-names.js';
import type { Model } from './model.js';
import { expectKnownOptions, wholePositive } from './options.js';
import { sharedSession } from './session.js';
import type { Weight } from './weight.js';

export interface PredictOptions {
  /** Inputs computed together. Default 32. */
  readonly batchSize?: number;
  /** Where to compute. Default: a session that all models share, made on first use. */
  readonly session?: Session;
}

/** Weights with the contents that they had at one moment. */
type WeightContents = ReadonlyMap<Weight, Tensor<'f32'>>;

/** How long to compute before other work of the event loop gets its turn, in milliseconds. */
const TURN = 50;

const OUTPUT = 'y';

/**
 * Computes a model's outputs, batch by batch, with the weights of the moment of the call.
 * @throws ShapeError when `x` is not what the model takes; ConfigError for an unusable batch size
 */
export async function predict(model: Model, x: Tensor, options: PredictOptions = {}): Promise<Tensor<'f32'>> {
  expectKnownOptions('predict', options, ['batchSize', 'session']);
  const batchSize = wholePositive('The batchSize of predict', options.batchSize ?? 32);
  checkInputs(model, x);
  const contents: WeightContents = new Map(model.weights.map((weight) => [weight, weight.value]));
  const predictor = predictorFor(model, options.session ?? (await sharedSession()));
  const [, ...outputShape] = model.outputShape;
  const count = x.shape[0]!;
  const results = new Float32Array(count * sizeOf(outputShape));
  let turnEnds = performance.now() + TURN;
  for (let begin = 0; begin < count; begin += batchSize) {
    if (performance.now() > turnEnds) {
      await new Promise((resolve) => setTimeout(resolve));
      turnEnds = performance.now() + TURN;
    }
    const batch = x.rows(begin, Math.min(begin + batchSize, count));
    results.set(predictor.run(batch, contents), begin * sizeOf(outputShape));
  }
  return new Tensor('f32', [count, ...outputShape], results);
}

function checkInputs(model: Model, x: Tensor): asserts x is Tensor<'f32' | 'u8'> {
  const [, ...item] = model.inputShape;
  const fits = x.shape.length === item.length + 1 && item.every((axis, i) => axis === x.shape[i + 1]);
  if (fits && x.dtype !== 'i32') return;
  const oneItem = x.shape.length === item.length;
  throw new ShapeError(
    `The model '${model.name}' was given ${x.dtype} ${formatShape(x.shape)}; it takes f32 or u8 ${formatShape(model.inputShape)}. ${oneItem ? 'For a single input, add the batch axis: x.reshape([1, ...x.shape]).' : 'Resize or reshape the inputs.'}`,
  );
}

/** A model in a session: its weights in the session's memory, and a plan for each size of batch so far. */
class Predictor {
  readonly #model: Model;
  readonly #program: Program;
  readonly #executables = new Map<string, Executable>();
  readonly #uploaded = new Map<Weight, Tensor<'f32'>>();

  constructor(model: Model, session: Session) {
    this.#model = model;
    this.#program = session.program();
  }

  run(batch: Tensor<'f32' | 'u8'>, contents: WeightContents): Float32Array {
    const executable = this.#executableFor(batch.shape[0]!, batch.dtype);
    this.#upload(contents);
    executable.write(MODEL_INPUT, batch);
    executable.run();
    return executable.read(OUTPUT).data as Float32Array;
  }

  #executableFor(size: number, dtype: 'f32' | 'u8'): Executable {
    const key = `${dtype} ${size}`;
    const known = this.#executables.get(key);
    if (known) return known;
    const y = this.#model.apply(this.#model.inputValue(size, dtype), inferContext);
    const executable = this.#program.compile({ outputs: { [OUTPUT]: y } });
    this.#executables.set(key, executable);
    return executable;
  }

  /** Setting a weight makes a new tensor, so that the same tensor means the same contents. */
  #upload(contents: WeightContents): void {
    for (const [weight, value] of contents) {
      if (this.#uploaded.get(weight) === value) continue;
      this.#program.write(weight.variable, value);
      this.#uploaded.set(weight, value);
    }
  }
}

const predictors = new WeakMap<Model, WeakMap<Session, Predictor>>();

function predictorFor(model: Model, session: Session): Predictor {
  const ofModel = predictors.get(model) ?? new WeakMap<Session, Predictor>();
  predictors.set(model, ofModel);
  const predictor = ofModel.get(session) ?? new Predictor(model, session);
  ofModel.set(session, predictor);
  return predictor;
}
