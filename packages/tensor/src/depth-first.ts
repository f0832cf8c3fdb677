// Depth first instead of layer by layer: instructions that follow each other go through the batch together, a few
// images at a time, so that what one of them writes is still in the cache when the next one reads it. In training,
// tensors of a whole batch are far larger than a cache, and a normalisation takes as long as memory does.
// Alwani et al., "Fused-layer CNN accelerators", MICRO 2016.

import type { Instruction } from '@cnn/kernels';
import { type Memory, placeOf, type Step, withAccesses } from './access.js';
import { DepthFirstRun } from './depth-first-run.js';
import type { Place, Scratch, Value } from './graph.js';
import type { Emitted } from './lower.js';
import type { Storage } from './storage.js';

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
  const all = cutToRuns(steps);
  const runs = all.filter((run) => run.isWorthwhile);
  for (const run of runs) run.ownWhatIsUsedHereOnly(uses);
  computeAgain(runs, uses);
  const strands = new Map(runs.map((run) => [run, run.strands(storageOf)]));
  return {
    instructions: all.flatMap((run) => {
      const together = strands.get(run)?.instructions;
      return together ? [...plain(run.before), ...together, ...plain(run.after)] : plain(run.steps);
    }),
    runs: [...strands].map(([run, { scratches }]) => ({ ...run.reach, memory: run.memory, scratches })),
  };
}

/**
 * A result that is needed in one run and, much later, in another one that has all that it was computed from, is computed
 * there once more: then it does not have to be kept in between, nor written to memory at all. Chen et al., "Training
 * deep nets with sublinear memory cost", 2016.
 */
function computeAgain(runs: readonly DepthFirstRun[], uses: ReadonlyMap<Memory, number>): void {
  for (const run of runs) {
    for (const step of run.together.filter(({ perImage }) => perImage.again)) {
      const result = step.accesses.find(({ isResult }) => isResult)!.memory;
      const rest = uses.get(result)! - run.usesOf(result);
      const later = runs.find((other) => other !== run && rest > 0 && other.usesOf(result) === rest);
      if (!later?.hasInputsOf(step)) continue;
      run.own(result);
      later.own(result, step);
    }
  }
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

function cutToRuns(steps: readonly Step[]): DepthFirstRun[] {
  const runs: DepthFirstRun[] = [];
  let run = new DepthFirstRun();
  for (const step of steps) {
    if (run.takes(step)) continue;
    runs.push(run);
    run = new DepthFirstRun();
    run.takes(step);
  }
  return [...runs, run];
}
