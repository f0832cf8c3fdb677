import { Command, InvalidArgumentError } from 'commander';
import type { Case } from './case.ts';
import { formatSizes, parseSizes, type Sizes } from './sizes.ts';
import { drawSizes } from './trial.ts';

/** What the command line asks for. */
export interface Options {
  readonly seed: number;
  /** What is to be tried. */
  readonly cases: readonly Case[];
  /** On how many random shapes each. */
  readonly shapes: number;
  /** One case's sizes, in place of random ones. */
  readonly sizes: Sizes | undefined;
  readonly writeDocs: boolean;
}

/** Reads the command line. Shows help, or what is wrong with it, and ends the process if need be. */
export function readOptions(args: readonly string[], all: readonly Case[]): Options {
  const command = new Command('npx pnpm@12 conformance')
    .description('Hold every op to its f64 reference and to TensorFlow.js, on random shapes.')
    .helpOption('-h, --help', 'show this help')
    .option(
      '--seed <n>',
      'draw the shapes and numbers of this seed (default: a random one)',
      wholeNumber(0, 42),
    )
    .option(
      '--cases <n>',
      'random shapes for each op, and for each of its variations',
      wholeNumber(1, 100),
      100,
    )
    .option('--op <name>', 'try an op alone, conv2d, or one of its variations, conv2d/winograd')
    .option('--sizes <name=value,…>', 'try these sizes alone, as a failure shows them', sizesIn)
    .option('--write-docs', 'write what was found to docs/conformance.md')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse(args, { from: 'user' });
  const { seed, cases: shapes, op, sizes, writeDocs = false } = command.opts<Typed>();
  const cases = chooseCases(all, op, sizes);
  const complaint =
    (sizes && op === undefined && '--sizes are those of one op; name it with --op') ||
    (writeDocs && op !== undefined && '--write-docs writes a table of all ops; leave out --op') ||
    (cases.length === 0 &&
      `--op got '${op}'; expected an op of @cnn/tensor. Choose one of ${namesOf(all)}`) ||
    (sizes && complaintAbout(sizes, cases[0]!));
  if (complaint) command.error(`error: ${complaint}.`);
  return { seed: seed ?? Math.floor(Math.random() * 2 ** 31), cases, shapes, sizes, writeDocs };
}

/** Options as they were typed. */
interface Typed {
  seed?: number;
  cases: number;
  op?: string;
  sizes?: Sizes;
  writeDocs?: boolean;
}

/** All cases, those of an op, or one. */
function chooseCases(
  all: readonly Case[],
  op: string | undefined,
  sizes: Sizes | undefined,
): readonly Case[] {
  if (op === undefined) return all;
  if (sizes || op.includes('/')) return all.filter(({ name }) => name === op);
  return all.filter((each) => each.op.opName === op);
}

function complaintAbout(sizes: Sizes, tested: Case): string | undefined {
  const example = drawSizes(tested, 0, 0);
  const given = Object.keys(sizes);
  if (given.sort().join() === Object.keys(example).sort().join()) return undefined;
  return `--sizes got ${given}; expected those of ${tested.name}, for example --sizes ${formatSizes(example)}`;
}

function namesOf(cases: readonly Case[]): string {
  return cases.map(({ name }) => name).join(', ');
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
