import { Option } from 'commander';
import * as v from 'valibot';
import { UsageError } from './errors.js';
import type { Kind } from './kinds.js';

/**
 * An option, described once: the command line, files of options, checks and help all go by it. `Value` is
 * what a command gets, which includes `undefined` unless there is a default.
 */
export interface Setting<Value = unknown> {
  readonly kind: Kind<NonNullable<Value>>;
  /** What it is for, as help says it. */
  readonly help: string;
  readonly default?: Value;
  /** Whether a command cannot do without it. */
  readonly required?: boolean;
  /** The heading that help lists it below, where there are many. */
  readonly group?: string;
}

/** Settings by name, as in a file: `batchSize` there is `--batch-size` on the command line. */
export type Settings = Readonly<Record<string, Setting>>;

/** What a command gets for its settings. */
export type Values<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer Value> ? Value : never;
};

/** A setting that may be left out: what that means is for the command to say. */
export function optional<T extends {}>(kind: Kind<T>, help: string): Setting<T | undefined> {
  return { kind, help };
}

/** A setting that has this value when it is left out. */
export function withDefault<T extends {}>(kind: Kind<T>, value: T, help: string): Setting<T> {
  return { kind, help, default: value };
}

/** A setting that has to be given. */
export function required<T extends {}>(kind: Kind<T>, help: string): Setting<T> {
  return { kind, help, required: true };
}

/** Settings that help lists together, below a heading. */
export function grouped<S extends Settings>(group: string, settings: S): S {
  const entries = Object.entries(settings).map(([name, setting]) => [name, { ...setting, group }]);
  return Object.fromEntries(entries) as S;
}

/** The option of the command line for a setting. Its reader throws a UsageError for an unusable text. */
export function optionOf(name: string, setting: Setting): Option {
  const flag = flagOf(name);
  const { kind, help, default: value, group } = setting;
  const option = new Option(kind.placeholder ? `${flag} ${kind.placeholder}` : flag, describe(setting, help));
  if (value !== undefined) option.default(value);
  if (setting.required) option.makeOptionMandatory();
  if (group !== undefined) option.helpGroup(`${group}:`);
  if (kind.placeholder) {
    const place = { name: flag, example: (example: unknown) => `${flag} ${example}` };
    if (kind.alone !== undefined) option.preset(kind.alone);
    option.argParser((text) => checked(setting, kind.read(text), `'${text}'`, place));
  }
  return option;
}

/** `--batch-size` for `batchSize`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Where a value stands, for a message. */
interface Place {
  /** Such as `--epochs`, or `epochs in run.yaml`. */
  readonly name: string;
  /** How another value would be written there. */
  example(value: unknown): string;
}

/** @throws UsageError unless the value is what the setting takes. */
export function checked<T>({ kind }: Setting<T>, value: unknown, shown: string, place: Place): T {
  const result = v.safeParse(kind.schema, value);
  if (result.success) return result.output;
  const { expected, example } = kind;
  const instead = example === undefined ? '.' : `, for example ${place.example(example)}.`;
  const hint = kind.hint?.(value) ?? instead;
  throw new UsageError(`${place.name} got ${shown}; expected ${expected}${hint}`);
}

function describe({ kind: { names, alone } }: Setting, help: string): string {
  if (alone !== undefined) return `${help} (${alone} unless said otherwise)`;
  return names ? `${help}: ${names.join(', ')}` : help;
}
