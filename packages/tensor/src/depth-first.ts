// Depth first instead of layer by layer: instructions that follow each other go through the batch together, a few
// images at a time, so that what one of them writes is still in the cache when the next one reads it. In training,
// tensors of a whole batch are far larger than a cache, and a normalisation takes as long as memory does.
// Alwani et al., "Fused-layer CNN accelerators", MICRO 2016.

import type { Instruction } from '@cnn/kernels';
import { type Memory, meet, meetApart, placeOf, type Step, takesFrom, withAccesses } from './access.js';
import type { Place, Scratch, Value } from './graph.js';
import type { Emitted } from './lower.js';
import type { Storage } from './storage.js';
import { canBeCut, cutToStrands, type Divisible, isDivisible, partsOf } from './strands.js';

/** Instructions in an order of their own, and what that means for memory. */
export interface DepthFirst {
  readonly instructions: readonly Instruction<Place>[];
  readonly runs: readonly {
    /** The places, among all nodes, of the first and the last node that they belong to. */
    readonly first: number;
    readonly last: number;
    /** What is needed from the one to the other. */
    readonly memory: ReadonlySet<Memory>;
    /** What is needed in place of memory that is not. */
    readonly scratches: ReadonlyMap<Memory, Scratch>;
  }[];
}

/**
 * Puts what can go depth first behind instructions that say so. What is computed stays the same.
 * @param kept what is written beforehand or read afterwards
 */
export function goDepthFirst(
  emitted: readonly Emitted[],
  storageOf: ReadonlyMap<Value, Storage>,
  kept: readonly Value[],
): DepthFirst {
  const steps = emitted.map((each) => withAccesses(each, storageOf));
  const uses = countUses(steps);
  for (const value of kept) uses.set(placeOf(value, storageOf).memory, Number.POSITIVE_INFINITY);
  const instructions: Instruction<Place>[] = [];
  const runs: DepthFirst['runs'][number][] = [];
  for (const run of cutToRuns(steps)) {
    if (!run.isWorthwhile) {
      instructions.push(...plain(run.steps));
      continue;
    }
    const strands = cutToStrands(run.together, uses, storageOf);
    instructions.push(...plain(run.before), ...strands.instructions, ...plain(run.after));
    runs.push({ ...run.reach, memory: run.memory, scratches: strands.scratches });
  }
  return { instructions, runs };
}

function plain(steps: readonly Step[]): Instruction<Place>[] {
  return steps.map(({ instruction }) => instruction);
}

/** How often instructions touch each memory that is not part of another. */
function countUses(steps: readonly Step[]): Map<Memory, number> {
  const uses = new Map<Memory, number>();
  for (const { accesses } of steps)
    for (const { memory } of accesses) uses.set(memory, (uses.get(memory) ?? 0) + 1);
  return uses;
}

function cutToRuns(steps: readonly Step[]): Run[] {
  const runs: Run[] = [];
  let run = new Run();
  for (const step of steps) {
    if (run.takes(step)) continue;
    runs.push(run);
    run = new Run();
    run.takes(step);
  }
  return [...runs, run];
}

/** Instructions that go through the batch together, and those that stand between them. */
class Run {
  readonly steps: Step[] = [];
  readonly together: Divisible[] = [];
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

  get #last(): number {
    return this.steps.indexOf(this.together.at(-1)!);
  }

  #isTogether(step: Step): boolean {
    return this.together.includes(step as Divisible);
  }

  #goesWith(step: Divisible): boolean {
    const steps = [...this.together, step];
    const parts = partsOf(this.together) ?? partsOf([step]);
    return (
      steps.every(({ perImage: { images, sums } }) => {
        return images === step.perImage.images && (!sums || sums.parts === parts);
      }) &&
      canBeCut(steps) &&
      !meet(step, [...this.#late]) &&
      !meetApart(step, this.together)
    );
  }
}
