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
import type { AnyModel, End, Ends, Model } from './model.js';
import { expectKnownOptions, wholePositive } from './options.js';
import { sharedSession } from './session.js';
import { type Like, pack, partNames, type Structure } from './structure.js';
import { SymbolicTensor } from './symbolic-tensor.js';
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

/** Outputs go by number, whatever their names. */
const outputName = (output: number): string => `y${output}`;

/**
 * Computes a model's outputs, batch by batch, with the weights of the moment of the call.
 * @throws ShapeError when `x` is not what the model takes; ConfigError for an unusable batch size
 */
export async function predict<In extends Ends, Out extends Ends>(
  model: Model<In, Out>,
  x: Like<In, Tensor>,
  options: PredictOptions = {},
): Promise<Like<Out, Tensor<'f32'>>> {
  expectKnownOptions('predict', options, ['batchSize', 'session']);
  const batchSize = wholePositive('The batchSize of predict', options.batchSize ?? 32);
  const inputs = checkInputs(model, x);
  const contents: WeightContents = new Map(model.weights.map((weight) => [weight, weight.value]));
  const predictor = predictorFor(model, options.session ?? (await sharedSession()));
  const count = inputs[0]!.shape[0]!;
  const results = model.outputEnds.map(({ shape: [, ...item] }) => {
    const shape = [count, ...item];
    return new Tensor('f32', shape, new Float32Array(sizeOf(shape)));
  });
  let turnEnds = performance.now() + TURN;
  for (let begin = 0; begin < count; begin += batchSize) {
    if (performance.now() > turnEnds) {
      await new Promise((resolve) => setTimeout(resolve));
      turnEnds = performance.now() + TURN;
    }
    const end = Math.min(begin + batchSize, count);
    const batches = inputs.map((input) => input.rows(begin, end));
    predictor.run(batches, contents).forEach((batch, i) => {
      results[i]!.rows(begin, end).data.set(batch);
    });
  }
  return pack(model.outputs, results);
}

function checkInputs(model: AnyModel, x: Structure<Tensor>): readonly Tensor<'f32' | 'u8'>[] {
  const ends = model.inputEnds;
  const tensors = unpack(model, x);
  tensors.forEach((tensor, i) => {
    checkInput(model, ends[i]!, tensor);
  });
  const [first] = tensors;
  tensors.forEach((tensor, i) => {
    if (tensor.shape[0] === first!.shape[0]) return;
    throw new ShapeError(
      `The model '${model.name}' was given ${first!.shape[0]} of '${ends[0]!.name}' and ${tensor.shape[0]} of '${ends[i]!.name}'; each input of one needs one of the other. Pass as many of each.`,
    );
  });
  return tensors as readonly Tensor<'f32' | 'u8'>[];
}

/** The tensors in the order of the model's inputs. */
function unpack(model: AnyModel, x: Structure<Tensor>): readonly Tensor[] {
  const ends = model.inputEnds;
  const names = ends.map(({ name }) => name);
  const byName = partNames(model.inputs);
  if (model.inputs instanceof SymbolicTensor && x instanceof Tensor) return [x];
  if (byName && !(x instanceof Tensor) && !Array.isArray(x)) {
    const given = Object.keys(x);
    const record = x as Readonly<Record<string, Tensor>>;
    if (given.length === byName.length && byName.every((name) => record[name] instanceof Tensor))
      return byName.map((name) => record[name]!);
    throw new ShapeError(
      `The model '${model.name}' was given ${given.join(', ') || 'nothing'}; it takes tensors by the names ${names.join(', ')}. Pass one for each.`,
    );
  }
  if (Array.isArray(model.inputs) && Array.isArray(x) && x.length === names.length) return x;
  const expected =
    names.length === 1 && !byName && !Array.isArray(model.inputs)
      ? 'one tensor'
      : byName
        ? `an object of tensors, { ${names.join(', ')} }`
        : `a list of ${names.length} tensors, [${names.join(', ')}]`;
  const arrived =
    x instanceof Tensor ? 'one tensor' : Array.isArray(x) ? `a list of ${x.length}` : 'an object';
  throw new ShapeError(
    `The model '${model.name}' was given ${arrived}; it takes ${expected}, as its inputs are. Pass that.`,
  );
}

function checkInput(model: AnyModel, end: End, x: Tensor): void {
  const [, ...item] = end.shape;
  const fits = x.shape.length === item.length + 1 && item.every((axis, i) => axis === x.shape[i + 1]);
  if (fits && x.dtype !== 'i32') return;
  const oneItem = x.shape.length === item.length;
  const which = model.inputEnds.length === 1 ? '' : ` as '${end.name}'`;
  throw new ShapeError(
    `The model '${model.name}' was given ${x.dtype} ${formatShape(x.shape)}${which}; it takes f32 or u8 ${formatShape(end.shape)}. ${oneItem ? 'For a single input, add the batch axis: x.reshape([1, ...x.shape]).' : 'Resize or reshape the inputs.'}`,
  );
}

/** A model in a session: its weights in the session's memory, and a plan for each size of batch so far. */
class Predictor {
  readonly #model: AnyModel;
  readonly #program: Program;
  readonly #executables = new Map<string, Executable>();
  readonly #uploaded = new Map<Weight, Tensor<'f32'>>();

  constructor(model: AnyModel, session: Session) {
    this.#model = model;
    this.#program = session.program();
  }

  run(batches: readonly Tensor<'f32' | 'u8'>[], contents: WeightContents): Float32Array[] {
    const dtypes = batches.map(({ dtype }) => dtype);
    const size = batches[0]!.shape[0]!;
    const executable = this.#executableFor(size, dtypes);
    this.#upload(contents);
    this.#model.inputValues(size, dtypes).forEach(({ source }, i) => {
      if (source.kind === 'input') executable.write(source.name, batches[i]!);
    });
    executable.run();
    return this.#model.outputEnds.map((_, i) => executable.read(outputName(i)).data as Float32Array);
  }

  #executableFor(size: number, dtypes: readonly ('f32' | 'u8')[]): Executable {
    const key = `${dtypes.join(' ')} ${size}`;
    const known = this.#executables.get(key);
    if (known) return known;
    const outputs = this.#model.callOn(this.#model.inputValues(size, dtypes), inferContext);
    const executable = this.#program.compile({
      outputs: Object.fromEntries(outputs.map((output, i) => [outputName(i), output])),
    });
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

const predictors = new WeakMap<AnyModel, WeakMap<Session, Predictor>>();

function predictorFor(model: AnyModel, session: Session): Predictor {
  const ofModel = predictors.get(model) ?? new WeakMap<Session, Predictor>();
  predictors.set(model, ofModel);
  const predictor = ofModel.get(session) ?? new Predictor(model, session);
  ofModel.set(session, predictor);
  return predictor;
}
