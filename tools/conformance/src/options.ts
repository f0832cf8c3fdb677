import { Command, InvalidArgumentError } from 'commander';
import type { Case } from './case.ts';
import { parseSizes, type Sizes } from './sizes.ts';

/** What the command line asks for. */
export interface Options {
  readonly seed: number;
  /** Shapes for each case. */
  readonly cases: number;
  readonly op?: string;
  readonly sizes?: Sizes;
  readonly writeDocs?: true;
}

/** Reads the command line; shows help, or what is wrong with it, and ends the process if need be. */
export function readOptions(args: readonly string[]): Options {
  const command = new Command('npx pnpm@12 conformance')
    .description('Hold every op to its f64 reference and to TensorFlow.js, on random shapes.')
    .helpOption('-h, --help', 'show this help')
    .option(
      '--seed <n>',
      'draw the shapes and numbers of this seed (default: a random one)',
      wholeNumber(0, 42),
    )
    .option('--cases <n>', 'shapes for each case of an op', wholeNumber(1, 100), 100)
    .option('--op <name>', "an op's cases only, conv2d, or one of them, conv2d/winograd")
    .option(
      '--sizes <name=value,…>',
      "one case's sizes in place of random ones, as a failure shows them",
      sizesIn,
    )
    .option('--write-docs', 'write what was found to docs/conformance.md')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse(args, { from: 'user' });
  const options = command.opts<Partial<Options> & { cases: number }>();
  if (options.sizes && !options.op) command.error('error: --sizes are those of a case; name it with --op');
  if (options.writeDocs && options.op)
    command.error('error: --write-docs writes a table of all ops; leave out --op');
  return { ...options, seed: options.seed ?? Math.floor(Math.random() * 2 ** 31) };
}

/** The cases that a name stands for, all of them without one. @throws Error when there is none */
export function chooseCases(cases: readonly Case[], name: string | undefined): readonly Case[] {
  if (name === undefined) return cases;
  const exact = cases.filter((each) => each.name === name);
  const chosen =
    exact.length > 0 && name.includes('/') ? exact : cases.filter((each) => each.op.opName === name);
  if (chosen.length > 0) return chosen;
  const names = cases.map((each) => each.name).join(', ');
  throw new Error(`There is no op or case '${name}'. Choose one of ${names}.`);
}

function wholeNumber(least: number, example: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number, ${least} or larger, for example ${example}.`);
  };
}

function sizesIn(text: string): Sizes {
  try {
    return parseSizes(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
