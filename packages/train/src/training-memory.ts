import type { AnyModel, Weight } from '@cnn/layers';
import {
  accumulate,
  bundle,
  bundlePlaces,
  type Executable,
  type Program,
  type Session,
  Tensor,
  type Value,
  variable,
} from '@cnn/tensor';
import type { LearnerState } from './checkpoint/checkpoint.js';
import { differenceOf } from './checkpoint/difference.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { AVERAGE } from './optimizers/weight-average.js';

/** What memory holds, by name. */
type Contents = Pick<LearnerState, 'weights' | 'slots'>;

/**
 * A model's weights in a session, with the optimizer's memory. Where that has averages of the weights, the model's
 * own copy is these averages, and whoever computes says whether with the weights or with the averages.
 */
export class TrainingMemory {
  readonly program: Program;
  /** All weights that are trained. */
  readonly parameters: Value;
  /** What the optimizer remembers, by slot. */
  readonly slots: Readonly<Record<string, Value>>;
  readonly #weights: readonly Weight[];
  readonly #average: Value | undefined;
  /** Version of each weight that the session has. */
  readonly #versions: number[] = [];
  /** What the parameters' memory has; the average's has the other. */
  #used: 'weights' | 'averages' = 'weights';
  #keeping: { readonly copy: Value; readonly executable: Executable } | undefined;

  constructor(model: AnyModel, session: Session, optimizer: Optimizer) {
    this.#weights = model.weights;
    const trainable = this.#weights.filter((weight) => weight.trainable);
    const parameters = bundle(
      trainable.map(({ variable }) => variable),
      'parameters',
    );
    this.parameters = parameters;
    this.slots = Object.fromEntries(
      optimizer.slots.map((slot) => [slot, variable(slot, parameters.shape, 'slots')]),
    );
    this.#average = optimizer.keepsAverage ? this.slots[AVERAGE] : undefined;
    this.program = session.program();
    // Gives the bundle its place, which has to come before that of its members.
    this.program.read(parameters);
  }

  /** Takes over weights that have been set in the model since. Averages begin anew with them. */
  push(): void {
    const set = this.#weights.filter((weight, i) => weight.version !== this.#versions[i]);
    if (set.length === 0) return;
    for (const { variable, value } of set) this.program.write(variable, value);
    if (this.#average) this.#setAverages(this.#average, set);
    this.#weights.forEach(({ version }, i) => {
      this.#versions[i] = version;
    });
  }

  /** Gives the model the weights as they are now, or their averages. */
  pull(): void {
    this.push();
    this.use('averages');
    this.#weights.forEach((weight, i) => {
      weight.value = this.program.read(weight.variable);
      this.#versions[i] = weight.version;
    });
  }

  /** Says what the next computation goes by; without averages that is always the weights. */
  use(wanted: 'weights' | 'averages'): void {
    if (!this.#average || this.#used === wanted) return;
    const parameters = this.program.read(this.parameters);
    this.program.write(this.parameters, this.program.read(this.#average));
    this.program.write(this.#average, parameters);
    this.#used = wanted;
  }

  /** Keeps a copy of all that is trained, in place of the last one. */
  keep(): void {
    this.#keeping ??= this.#copying();
    this.#keeping.executable.run();
  }

  /** Does something that reads weights, and changes none, with those that were kept in place of the present ones. */
  withKept<T>(compute: (contentsOf: (weight: Weight) => Float32Array) => T): T {
    const { program, parameters } = this;
    const now = program.read(parameters);
    program.write(parameters, program.read(this.#keeping!.copy));
    try {
      return compute(({ variable }) => program.read(variable).data);
    } finally {
      program.write(parameters, now);
    }
  }

  /** Copies of all of it. */
  contents(): Contents {
    this.push();
    this.use('weights');
    const { program } = this;
    return {
      weights: new Map(this.#weights.map(({ name, variable }) => [name, program.read(variable)])),
      slots: new Map(Object.entries(this.slots).map(([name, slot]) => [name, program.read(slot)])),
    };
  }

  /** What of contents has no place here, in a few words; `undefined` when all has. */
  differenceTo({ weights, slots }: Contents, optimizer: string): string | undefined {
    const expected = Object.entries(this.slots).map(([name, { shape }]) => ({ name, shape }));
    return differenceOf(this.#weights, weights) ?? differenceOf(expected, slots, `${optimizer}'s memory `);
  }

  /** Takes over contents that have no difference. */
  restore({ weights, slots }: Contents): void {
    for (const weight of this.#weights) weight.value = weights.get(weight.name) as Tensor<'f32'>;
    this.push();
    this.use('weights');
    for (const [name, slot] of Object.entries(this.slots)) {
      this.program.write(slot, slots.get(name) as Tensor<'f32'>);
    }
    if (this.#average) this.pull();
  }

  /** Without a way through JavaScript, so that it costs next to nothing beside a step. */
  #copying(): { copy: Value; executable: Executable } {
    const copy = variable('kept', this.parameters.shape, 'slots');
    const { newSum } = accumulate({ sum: copy, x: this.parameters }, { afresh: true });
    return { copy, executable: this.program.compile({ outputs: {}, updates: [newSum] }) };
  }

  #setAverages(average: Value, weights: readonly Weight[]): void {
    const places = bundlePlaces(this.parameters);
    const { data } = this.program.read(average);
    for (const { variable, value } of weights) {
      const origin = places.get(variable);
      if (origin !== undefined) data.set(value.data, origin);
    }
    this.program.write(average, new Tensor('f32', average.shape, data));
  }
}
