import type { Variant } from '@cnn/kernels';
import { formatShape, makePlan, type NdArray, type Tensor } from '@cnn/tensor';
import { compare, type Difference, firstOtherBits } from './compare.ts';
import { type Sessions, threadCounts } from './sessions.ts';
import { type TensorFlowBackend, theirResults } from './tfjs.ts';
import { referenceResults, type Trial } from './trial.ts';

/** What a result is compared with. */
export type Oracle = 'f64' | `tfjs-${TensorFlowBackend}`;

/** How far a variant's results were from an oracle's. */
export interface Measurement {
  readonly variant: Variant;
  readonly oracle: Oracle;
  readonly difference: Difference;
}

/** What came of a trial. */
export interface Outcome {
  readonly measurements: readonly Measurement[];
  /** What is wrong, in a sentence each. */
  readonly failures: readonly string[];
}

interface Expectation {
  readonly oracle: Oracle;
  readonly results: ReadonlyMap<string, NdArray | Tensor>;
  readonly tolerance: number;
  readonly ulps: number;
}

/** Holds the kernels to each oracle, on every variant, with the same bits for every number of threads. */
export async function check(trial: Trial, sessions: Sessions): Promise<Outcome> {
  const magnitude = trial.tested.magnitude(trial.sizes);
  const expectations = await expectationsFor(trial);
  const measurements: Measurement[] = [];
  const failures: string[] = [];
  for (const variant of sessions.variants) {
    const results: Map<string, Tensor>[] = [];
    for (const threads of threadCounts) {
      try {
        results.push(await compute(trial, sessions, variant, threads));
      } catch (error) {
        failures.push(`with ${variant} kernels and ${threads} threads: ${String(error)}`);
        await sessions.discard(variant, threads);
      }
    }
    const [first, ...others] = results;
    if (!first || others.length !== threadCounts.length - 1) continue;
    for (const expectation of expectations) {
      for (const [name, expected] of expectation.results) {
        const difference = compare(first.get(name)!, expected, magnitude);
        measurements.push({ variant, oracle: expectation.oracle, difference });
        failures.push(
          ...complaints(first.get(name)!, expected, difference, expectation, `${variant}: ${name}`),
        );
      }
    }
    for (const [i, other] of others.entries()) {
      for (const [name, tensor] of first) {
        const at = firstOtherBits(other.get(name)!, tensor);
        if (at === -1) continue;
        failures.push(
          `${variant}: ${name}[${at}] is ${other.get(name)!.data[at]} with ${threadCounts[i + 1]} threads, and ${tensor.data[at]} with one`,
        );
      }
    }
  }
  return { measurements, failures };
}

/** The kernels' instructions that a trial runs. */
export function instructionsOf({ outputs }: Trial, deterministic = false): string[] {
  const plan = makePlan({ outputs }, { variant: 'simd', threads: 1, deterministic });
  return plan.instructions.map(({ name }) => name);
}

async function expectationsFor(trial: Trial): Promise<Expectation[]> {
  const { tolerance, tensorflowTolerance, ulps = Infinity } = trial.tested;
  const expectations: Expectation[] = [{ oracle: 'f64', results: referenceResults(trial), tolerance, ulps }];
  // What becomes of NaN and infinities differs from backend to backend of TensorFlow.js.
  const theirs = trial.sizes['nonFinite'] ? undefined : await theirResults(trial);
  if (theirs) {
    const { backend, results } = theirs;
    expectations.push({ oracle: `tfjs-${backend}`, results, tolerance: tensorflowTolerance, ulps: Infinity });
  }
  return expectations;
}

async function compute(
  { outputs, feeds }: Trial,
  sessions: Sessions,
  variant: Variant,
  threads: number,
): Promise<Map<string, Tensor>> {
  const session = await sessions.get(variant, threads);
  const program = session.program();
  const executable = program.compile({ outputs });
  // NaN all over: whoever reads what nobody has written gives himself away.
  const { activations } = executable.memory;
  new Uint8Array(session.kernels.memory.buffer, program.transientAddress, activations).fill(0xff);
  for (const [{ source }, tensor] of feeds) {
    if (source.kind === 'input' && executable.hasInput(source.name)) executable.write(source.name, tensor);
  }
  executable.run();
  const results = new Map(Object.keys(outputs).map((name) => [name, executable.read(name)]));
  program.release();
  return results;
}

function complaints(
  actual: Tensor,
  expected: NdArray | Tensor,
  difference: Difference,
  { oracle, tolerance, ulps }: Expectation,
  what: string,
): string[] {
  const { at, relative } = difference;
  if (formatShape(actual.shape) !== formatShape(expected.shape))
    return [
      `${what} has the shape ${formatShape(actual.shape)}, in ${oracle} ${formatShape(expected.shape)}`,
    ];
  const instead = `${what}[${at}] is ${actual.data[at]} instead of ${expected.data[at]} (${oracle})`;
  if (!(relative <= tolerance))
    return [`${instead}: off by ${relative.toExponential(1)} of the largest value, allowed is ${tolerance}`];
  if (!(difference.ulps <= ulps))
    return [
      `${what} is off by ${difference.ulps.toFixed(2)} units in the last place (${oracle}), allowed is ${ulps}`,
    ];
  return [];
}
