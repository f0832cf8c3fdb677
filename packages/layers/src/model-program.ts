import type { Executable, Program, Session, Tensor, Value } from '@cnn/tensor';
import type { AnyModel } from './model.js';
import type { Weight } from './weight.js';

/** Weights with the contents that they had at one moment. */
type WeightContents = ReadonlyMap<Weight, Tensor<'f32'>>;

/** A computation with a model's weights. */
export interface ModelComputation {
  /** Tells it from others of the same model: the same key means the same graph. */
  readonly key: string;
  /** Makes the graph's outputs, f32, by name; called once for each session. */
  outputs(): Readonly<Record<string, Value>>;
}

/** A model in a session: its weights in the session's memory, and a plan for each computation so far. */
export class ModelProgram {
  readonly #program: Program;
  readonly #executables = new Map<string, { executable: Executable; names: readonly string[] }>();
  readonly #uploaded = new Map<Weight, Tensor<'f32'>>();

  constructor(session: Session) {
    this.#program = session.program();
  }

  /**
   * Runs a computation with weights as they were at a moment.
   * @param feeds contents of the graph's inputs, by name; what the outputs do not depend on is left out
   * @returns the outputs' contents, by name
   */
  run(
    computation: ModelComputation,
    feeds: Readonly<Record<string, Tensor>>,
    contents: WeightContents,
  ): Readonly<Record<string, Tensor<'f32'>>> {
    const { executable, names } = this.#executableFor(computation);
    this.#upload(contents);
    for (const [name, tensor] of Object.entries(feeds)) {
      if (executable.hasInput(name)) executable.write(name, tensor);
    }
    executable.run();
    return Object.fromEntries(names.map((name) => [name, executable.read(name) as Tensor<'f32'>]));
  }

  #executableFor({ key, outputs }: ModelComputation): { executable: Executable; names: readonly string[] } {
    const known = this.#executables.get(key);
    if (known) return known;
    const values = outputs();
    const made = { executable: this.#program.compile({ outputs: values }), names: Object.keys(values) };
    this.#executables.set(key, made);
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

/** The program of a model in a session, the same at each call. */
export function programOf(model: AnyModel, session: Session): ModelProgram {
  const ofModel = programs.get(model) ?? new WeakMap<Session, ModelProgram>();
  programs.set(model, ofModel);
  const program = ofModel.get(session) ?? new ModelProgram(session);
  ofModel.set(session, program);
  return program;
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
