import { thisMachine } from './machine.ts';
import { Measurement, type Times } from './measurement.ts';
import { ratiosOf } from './ratios.ts';
import type { Failure, Report, Row, SuiteName } from './report.ts';
import { contendersOf } from './roster.ts';
import type { Entry, Suite } from './suite.ts';
import { inferSuite } from './suites/infer.ts';
import { kernelsSuite } from './suites/kernels.ts';
import { trainSuite } from './suites/train.ts';
import { isLimit, shapeOf } from './task.ts';

export interface BenchmarkOptions {
  readonly suites: readonly SuiteName[];
  readonly peers: readonly string[];
  /** Threads of those who can use several; they are measured on one as well. */
  readonly threads: number;
  /** Rounds. */
  readonly runs: number;
  /** Small tasks and hardly any time, to see that everything works. */
  readonly quick: boolean;
  /** Measures only what has this text in its name or shape. */
  readonly only: string;
  /** Is told what happens. */
  readonly log: (line: string) => void;
}

const suites: Readonly<Record<SuiteName, Suite>> = {
  train: trainSuite,
  infer: inferSuite,
  kernels: kernelsSuite,
};

const times: Readonly<Record<SuiteName, Times>> = {
  train: { warmUp: 1, round: 0.5, patience: 15 },
  infer: { warmUp: 1, round: 0.3, patience: 15 },
  kernels: { warmUp: 0.2, round: 0.1, patience: 5 },
};
const quickTimes: Times = { warmUp: 0.005, round: 0.005, patience: 0.1 };

/** Measures everyone on everything that was asked for. */
export async function benchmark(options: BenchmarkOptions): Promise<Report> {
  const { runs, quick, only, log } = options;
  const machine = thisMachine();
  const rows: Row[] = [];
  const failures: Failure[] = [];
  for (const suite of options.suites) {
    const specs = await contendersOf(suite, options.peers, options.threads);
    const measurement = new Measurement(suite, specs, runs, quick ? quickTimes : times[suite]);
    try {
      await measurement.start();
      for (const entry of suites[suite](quick).filter((entry) => wanted(entry, only))) {
        log(`${suite}: ${entry.name}, ${shapeOf(entry.task)}`);
        await measurement.measure(entry);
      }
    } finally {
      await measurement.close();
    }
    rows.push(...measurement.rows);
    failures.push(...measurement.failures);
  }
  return { machine, rows, ratios: ratiosOf(rows), failures };
}

/** The limits are what the rest is held to. */
function wanted({ name, task }: Entry, only: string): boolean {
  return isLimit(task) || `${name}, ${shapeOf(task)}`.includes(only);
}
