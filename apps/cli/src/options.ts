import type * as tensor from '@cnn/tensor';
import { Command, Option } from 'commander';
import { oneOf, wholeNumber } from './arguments.js';
import { type DataName, dataNames } from './catalog.js';

/** Options that several commands have in common: the same name, meaning and words in each. */

type Variant = NonNullable<tensor.SessionOptions['variant']>;

const variants: readonly Variant[] = ['simd', 'relaxed'];

export interface OutputOptions {
  json?: boolean;
}

export interface DataOptions {
  data?: DataName;
  dataDir?: string;
  limit?: number;
}

export interface SessionOptions {
  threads?: number;
  variant?: Variant;
}

/** A command that says what `--no-color` and `--help` do in the same words as all others. */
export function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .helpOption('-h, --help', 'show this help')
    .option('--no-color', 'plain text; so does the environment variable NO_COLOR');
}

export function dataOption(meaning: string): Option {
  return new Option('--data <name>', `${meaning}: ${dataNames.join(', ')}`).argParser(
    oneOf('--data', dataNames),
  );
}

export function dataDirOption(): Option {
  return new Option(
    '--data-dir <dir>',
    "folder with the data set's files; without it: the cache, else a download",
  );
}

export function limitOption(what: string): Option {
  return new Option('--limit <n>', what).argParser(wholeNumber('--limit', 1, 1000));
}

export function batchSizeOption(what: string): Option {
  return new Option('--batch-size <n>', what).default(32).argParser(wholeNumber('--batch-size', 1, 32));
}

export function threadsOption(): Option {
  return new Option(
    '--threads <n>',
    'threads that compute (default: one for each processor); results do not depend on it',
  ).argParser(wholeNumber('--threads', 1, 2));
}

export function variantOption(): Option {
  return new Option(
    '--variant <name>',
    `kernels to use: ${variants.join(', ')} (default: the fastest that this machine runs)`,
  ).argParser(oneOf('--variant', variants));
}

export function jsonOption(what: string): Option {
  return new Option('--json', what);
}

/** Leaves out what is undefined, for options that may be absent but not undefined. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
