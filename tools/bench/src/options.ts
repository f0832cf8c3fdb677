import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type SuiteName, suiteNames } from './report.ts';
import { peerNames } from './roster.ts';

/** What was asked for on the command line. */
export interface Options {
  readonly suite: readonly SuiteName[];
  readonly peers: readonly string[];
  readonly only: string;
  readonly runs: number;
  readonly threads: number;
  readonly quick: boolean;
  readonly json?: string;
  readonly writeDocs: boolean;
}

/** Says what is wrong, or the help, and ends the process when there is nothing to measure. */
export function parseOptions(args: readonly string[]): Options {
  const program = new Command('pnpm bench')
    .description('Measure the kernels, training and inference beside other frameworks on this machine.')
    .addOption(
      new Option('--suite <name...>', 'what to measure')
        .choices([...suiteNames])
        .default([...suiteNames], 'all'),
    )
    .addOption(
      new Option('--peers <name...>', 'whom to compare with, of those that are installed; or none')
        .choices([...peerNames, 'none'])
        .default(peerNames, 'all'),
    )
    .option('--only <text>', 'measure only what has this in its name or sizes', '')
    .option('--runs <n>', 'rounds, over which figures are medians (default: 7, or 2 when quick)', wholeNumber)
    .option('--threads <n>', 'threads to use, beside one', wholeNumber, availableParallelism())
    .option('--quick', 'small sizes and hardly any time, to see that everything works', false)
    .option('--json <file>', 'write all figures to a file')
    .option('--write-docs', 'write the tables into docs/performance.md', false);
  const options = program.parse(args, { from: 'user' }).opts<Options>();
  const partial = partialBy(options);
  if (options.writeDocs && partial) {
    program.error(`error: --write-docs replaces whole tables of published figures; leave out ${partial}.`);
  }
  return { ...options, runs: options.runs ?? (options.quick ? 2 : 7) };
}

/** The option by which tables are not what is published. */
function partialBy({ quick, only, peers }: Options): string | undefined {
  if (quick) return '--quick';
  if (only !== '') return '--only';
  return peerNames.every((name) => peers.includes(name)) ? undefined : '--peers';
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a whole number, 1 or larger.');
}
