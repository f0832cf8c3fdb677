import type { Variant } from '@cnn/kernels';
import type { Case } from './case.ts';
import { check, instructionsOf, type Oracle } from './check.ts';
import { type Difference, worst } from './compare.ts';
import type { Sessions } from './sessions.ts';
import { shrink } from './shrink.ts';
import { formatSizes, type Sizes } from './sizes.ts';
import { drawSizes, makeTrial, type Trial } from './trial.ts';

/** What a case was found to do, over all the shapes it was tried on. */
export interface Report {
  readonly tested: Case;
  /** Shapes that were compared with each oracle. */
  readonly shapes: ReadonlyMap<Oracle, number>;
  /** The largest differences, by oracle and variant. */
  readonly largest: ReadonlyMap<Oracle, ReadonlyMap<Variant, Difference>>;
  /** Instructions that the kernels ran. */
  readonly instructions: ReadonlySet<string>;
  readonly failure: Failure | undefined;
}

/** The smallest shape found that still fails. */
export interface Failure {
  readonly sizes: Sizes;
  /** What is wrong with it. */
  readonly sentences: readonly string[];
  /** Repeats just this one. */
  readonly command: string;
}

/** Tries a case on random shapes, until one fails. */
export async function run(tested: Case, seed: number, shapes: number, sessions: Sessions): Promise<Report> {
  const drawn = Array.from({ length: shapes }, (_, index) => drawSizes(tested, seed, index));
  return await runOn(tested, seed, drawn, sessions);
}

/** Tries a case on shapes as given, until one fails. */
export async function runOn(
  tested: Case,
  seed: number,
  shapes: readonly Sizes[],
  sessions: Sessions,
): Promise<Report> {
  const largest = new Map<Oracle, Map<Variant, Difference>>();
  const counts = new Map<Oracle, number>();
  const instructions = new Set<string>();
  for (const sizes of shapes) {
    const trial = trialOf(tested, seed, sizes);
    const { measurements, failures } = await check(trial, sessions);
    if (failures.length > 0) {
      const failure = await smallest(tested, seed, sizes, sessions);
      return { tested, shapes: counts, largest, instructions, failure };
    }
    for (const name of instructionsOf(trial)) instructions.add(name);
    for (const oracle of new Set(measurements.map((each) => each.oracle)))
      counts.set(oracle, (counts.get(oracle) ?? 0) + 1);
    for (const { oracle, variant, difference } of measurements) {
      const known = largest.get(oracle) ?? new Map<Variant, Difference>();
      largest.set(oracle, known);
      known.set(variant, worst(known.get(variant) ?? difference, difference));
    }
  }
  return { tested, shapes: counts, largest, instructions, failure: undefined };
}

async function smallest(tested: Case, seed: number, sizes: Sizes, sessions: Sessions): Promise<Failure> {
  const failuresOf = async (candidate: Sizes): Promise<readonly string[]> => {
    try {
      return (await check(makeTrial(tested, seed, candidate), sessions)).failures;
    } catch {
      // No op has every size; one that it refuses, or TensorFlow.js does, is not smaller but impossible.
      return [];
    }
  };
  const found = await shrink(sizes, async (candidate) => (await failuresOf(candidate)).length > 0);
  const command = `npx pnpm@12 conformance --seed ${seed} --op ${tested.name} --sizes ${formatSizes(found)}`;
  return { sizes: found, sentences: await failuresOf(found), command };
}

function trialOf(tested: Case, seed: number, sizes: Sizes): Trial {
  try {
    return makeTrial(tested, seed, sizes);
  } catch (error) {
    throw new Error(`The case ${tested.name} cannot have the sizes ${formatSizes(sizes)}: ${String(error)}`);
  }
}
