import {
  type Executable,
  isOutOfMemory,
  type Program,
  type Session,
  type Tensor,
  type Value,
} from '@cnn/tensor';
import type { AnyModel } from './model.js';
import type { Weight } from './weight.js';

/** Weights with the contents that they had at one moment. */
type WeightContents = ReadonlyMap<Weight, Tensor<'f32'>>;

/** A computation with a model's weights. */
export interface ModelComputation {
  /** Tells it from others of the same model: the same key means the same graph. */
  readonly key: string;
  /** Makes the graph's outputs, f32, by name; called whenever it is planned. */
  outputs(): Readonly<Record<string, Value>>;
}

/** A plan, and the names of what it gives. */
interface Planned {
  readonly executable: Executable;
  readonly names: readonly string[];
}

/** How many plans a model keeps: each has filters prepared for its batch size, of large models hundreds of MiB. */
const KEPT_PLANS = 16;

/** A model in a session: its weights in the session's memory, and a plan for each of the last computations. */
export class ModelProgram {
  readonly #session: Session;
  readonly #plans = new Map<string, Planned>();
  readonly #uploaded = new Map<Weight, Tensor<'f32'>>();
  #program: Program;

  constructor(session: Session) {
    this.#session = session;
    this.#program = session.program();
  }

  /**
   * Runs a computation with weights as they were at a moment.
   * @param feeds contents of the graph's inputs, by name; what the outputs do not depend on is left out
   * @returns the outputs' contents, by name
   * @throws MemoryError when it does not fit, and KernelError when the host does not give the memory, not even without
   * all that models keep in the session for later
   */
  run(
    computation: ModelComputation,
    feeds: Readonly<Record<string, Tensor>>,
    contents: WeightContents,
  ): Readonly<Record<string, Tensor<'f32'>>> {
    try {
      return this.#run(computation, feeds, contents);
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      for (const program of programsIn(this.#session)) program.forget();
      return this.#run(computation, feeds, contents);
    }
  }

  /** Gives the memory back. What is wanted again is planned and uploaded again. */
  forget(): void {
    this.#program.release();
    this.#program = this.#session.program();
    this.#plans.clear();
    this.#uploaded.clear();
  }

  #run(
    computation: ModelComputation,
    feeds: Readonly<Record<string, Tensor>>,
    contents: WeightContents,
  ): Readonly<Record<string, Tensor<'f32'>>> {
    const { executable, names } = this.#planFor(computation);
    this.#upload(contents);
    for (const [name, tensor] of Object.entries(feeds)) {
      if (executable.hasInput(name)) executable.write(name, tensor);
    }
    executable.run();
    return Object.fromEntries(names.map((name) => [name, executable.read(name) as Tensor<'f32'>]));
  }

  #planFor({ key, outputs }: ModelComputation): Planned {
    const known = this.#plans.get(key);
    if (known) return known;
    if (this.#plans.size >= KEPT_PLANS) this.forget();
    const values = outputs();
    const made = { executable: this.#program.compile({ outputs: values }), names: Object.keys(values) };
    this.#plans.set(key, made);
    return made;
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

const programs = new WeakMap<AnyModel, WeakMap<Session, ModelProgram>>();
/** Those of each session, which do not outlive their models for being listed here. */
const listed = new WeakMap<Session, readonly WeakRef<ModelProgram>[]>();

/** The program of a model in a session, the same at each call. */
export function programOf(model: AnyModel, session: Session): ModelProgram {
  const ofModel = programs.get(model) ?? new WeakMap<Session, ModelProgram>();
  programs.set(model, ofModel);
  const known = ofModel.get(session);
  if (known) return known;
  const made = new ModelProgram(session);
  ofModel.set(session, made);
  listed.set(
    session,
    [...programsIn(session), made].map((program) => new WeakRef(program)),
  );
  return made;
}

/** Those that are still there. */
function programsIn(session: Session): ModelProgram[] {
  return (listed.get(session) ?? []).flatMap((reference) => reference.deref() ?? []);
}

/** A model's weights as they are now. */
export function weightContents(model: AnyModel): WeightContents {
  return new Map(model.weights.map((weight) => [weight, weight.value]));
}

/** The name by which a graph input is fed. */
export function inputName({ source }: Value): string {
  if (source.kind !== 'input') throw new Error('Only a graph input is fed by name.');
  return source.name;
}
