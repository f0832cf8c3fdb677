import { type Memory, meet, meetApart, type Step, takesFrom } from './access.js';
import type { Value } from './graph.js';
import type { Storage } from './storage.js';
import { canBeCut, cutToStrands, type Divisible, isDivisible, type Strands } from './strands.js';

/** Instructions that go through the batch together, and those that stand between them. */
export class DepthFirstRun {
  readonly steps: Step[] = [];
  readonly together: Divisible[] = [];
  /** What is computed here once more, before the others. */
  readonly #again: Divisible[] = [];
  /** Memory that nothing else needs. */
  readonly #own = new Set<Memory>();
  readonly #late = new Set<Step>();
  #passesOn = false;

  /** Adds the next instruction, if it makes no difference when the others are done with all images. */
  takes(step: Step): boolean {
    if (isDivisible(step)) {
      if (!this.#goesWith(step)) return false;
      this.#passesOn ||= takesFrom(step, this.together);
      this.together.push(step);
    } else if (meet(step, this.together) || meet(step, [...this.#late])) {
      this.#late.add(step);
    }
    this.steps.push(step);
    return true;
  }

  /** Whether one finds in the cache what another has written. */
  get isWorthwhile(): boolean {
    return this.#passesOn;
  }

  get before(): Step[] {
    return this.steps.filter((step, i) => i < this.#last && !this.#isTogether(step) && !this.#late.has(step));
  }

  get after(): Step[] {
    return this.steps.filter((step, i) => i > this.#last || this.#late.has(step));
  }

  get reach(): { first: number; last: number } {
    return { first: this.together[0]!.step, last: this.together.at(-1)!.step };
  }

  /** What is touched from the first to the last of those that go together. */
  get memory(): Set<Memory> {
    const steps = this.steps.slice(this.steps.indexOf(this.together[0]!), this.#last + 1);
    return new Set(steps.flatMap(({ accesses }) => accesses.map(({ memory }) => memory)));
  }

  /** How often those that go together go through a memory by images. */
  usesOf(memory: Memory): number {
    const accesses = this.together.flatMap((step) => step.accesses);
    return accesses.filter((access) => access.memory === memory && access.stride !== undefined).length;
  }

  /** Makes each memory its own that nothing else touches. @param uses how often everything does */
  ownWhatIsUsedHereOnly(uses: ReadonlyMap<Memory, number>): void {
    for (const { memory } of this.together.flatMap(({ accesses }) => accesses)) {
      if (this.usesOf(memory) === uses.get(memory)) this.#own.add(memory);
    }
  }

  /** Whether all that an instruction takes is at hand. */
  hasInputsOf({ accesses }: Divisible): boolean {
    const here = new Set(this.together.flatMap((step) => step.accesses.map(({ operand }) => operand)));
    return accesses.every(({ operand, isResult }) => isResult || here.has(operand));
  }

  /** Lets this run keep a result to itself; `step` computes it here once more. */
  own(result: Memory, step?: Divisible): void {
    this.#own.add(result);
    if (step) this.#again.push(step);
  }

  strands(storageOf: ReadonlyMap<Value, Storage>): Strands {
    return cutToStrands([...this.#again, ...this.together], this.#own, storageOf);
  }

  get #last(): number {
    return this.steps.indexOf(this.together.at(-1)!);
  }

  #isTogether(step: Step): boolean {
    return this.together.includes(step as Divisible);
  }

  #goesWith(step: Divisible): boolean {
    return (
      canBeCut([...this.together, step].map(({ perImage }) => perImage)) &&
      !meet(step, [...this.#late]) &&
      !meetApart(step, this.together)
    );
  }
}
