import * as v from 'valibot';
import { either } from './format.js';
import { didYouMean } from './nearest.js';
import { givenPath } from './paths.js';

const periodPattern = /^([1-9]\d{0,8})(?: ?(epoch|step)s?)?$/;

/** What the values of an option are like: in a file, as a text on the command line, and in words. */
export interface Kind<T> {
  /** What a value has to be. */
  readonly schema: v.GenericSchema<unknown, T>;
  /** The value that a text of the command line stands for, not checked yet. */
  read(text: string): unknown;
  /** How help calls a value, such as `<n>`; a kind without is a flag, which is given or not. */
  readonly placeholder?: string;
  /** The text that the option alone stands for, where it needs no value. */
  readonly alone?: string;
  /** What a refusal says was expected. */
  readonly expected: string;
  /** A value that would do, for a refusal. */
  readonly example?: T;
  /** All that there are, where these can be listed. */
  readonly names?: readonly string[];
  /** What may have been meant by an unusable value, as `didYouMean` says it; undefined shows the example. */
  hint?(value: unknown): string | undefined;
  /** Whether it is a path, which is seen from where it was written. */
  readonly isPath?: boolean;
}

export function wholeNumber(least: number, example: number): Kind<number> {
  return {
    schema: v.pipe(v.number(), v.safeInteger(), v.minValue(least)),
    read: numberIn,
    placeholder: '<n>',
    expected: `a whole number, ${least} or larger`,
    example,
  };
}

/** A number of epochs, which need not be given. */
export function patience(epochs: number): Kind<number> {
  return { ...wholeNumber(1, epochs), placeholder: '[epochs]', alone: String(epochs) };
}

/** Some of a few names: `a,b` as they are typed, or in a file a list. */
export function someOf<const Name extends string>(names: readonly Name[]): Kind<readonly Name[]> {
  return {
    schema: v.pipe(v.array(v.picklist(names)), v.minLength(1)),
    read: (text) => text.split(',').map((each) => each.trim()),
    placeholder: '<list>',
    expected: `one or more of ${names.join(', ')} with commas between them`,
    example: names,
    hint: (value) => {
      const unknown = [value].flat().find((each) => !names.includes(each as Name));
      const meant = didYouMean(String(unknown), names);
      return meant === '.' ? undefined : meant;
    },
  };
}

/** One of a few numbers. */
export function oneOfNumbers<const N extends number>(numbers: readonly N[]): Kind<N> {
  return {
    schema: v.picklist(numbers),
    read: numberIn,
    placeholder: '<n>',
    expected: either(numbers.map(String)),
  };
}

export function positiveNumber(placeholder: string, example: number): Kind<number> {
  return {
    schema: v.pipe(v.number(), v.finite(), v.gtValue(0)),
    read: numberIn,
    placeholder,
    expected: 'a number above 0',
    example,
  };
}

/** A share of something, which is not all of it. */
export function fraction(example: number): Kind<number> {
  return {
    schema: v.pipe(v.number(), v.minValue(0), v.ltValue(1)),
    read: numberIn,
    placeholder: '<fraction>',
    expected: 'a number from 0 up to, but not including, 1',
    example,
  };
}

/** Whole numbers in rising order: `80,120` as they are typed, or in a file a list. */
export function ascendingNumbers(example: readonly number[]): Kind<readonly number[]> {
  return {
    schema: v.pipe(
      v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
      v.minLength(1),
      v.check((numbers) => numbers.every((number, i) => i === 0 || number > numbers[i - 1]!)),
    ),
    read: (text) => text.split(',').map((each) => numberIn(each.trim())),
    placeholder: '<list>',
    expected: 'whole numbers, 1 or larger, in rising order with commas between them',
    example,
  };
}

export function oneOf<const Name extends string>(names: readonly Name[]): Kind<Name> {
  return {
    schema: v.picklist(names),
    read: (text) => text,
    placeholder: '<name>',
    expected: either(names),
    names,
    hint: (value) => didYouMean(String(value), names),
  };
}

/** A number of epochs or steps, such as `500steps`, epochs if it does not say; {@link periodIn} takes it apart. */
export const period: Kind<string> = {
  schema: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(periodPattern)),
  read: (text) => text,
  placeholder: '<period>',
  expected: 'a number of epochs or steps',
  example: '500steps',
};

/** What a text of the kind {@link period} says. */
export function periodIn(text: string): { epochs: number } | { steps: number } {
  const [, count, unit] = periodPattern.exec(text)!;
  return unit === 'step' ? { steps: Number(count) } : { epochs: Number(count) };
}

/** A path; a command gets it absolute. @param placeholder what lies there, such as `<dir>` */
export function path(placeholder: string): Kind<string> {
  return {
    schema: v.pipe(v.string(), v.nonEmpty()),
    read: (text) => (text === '' ? '' : givenPath(text)),
    placeholder,
    expected: 'a path',
    isPath: true,
  };
}

/** What is either given or not. */
export const flag: Kind<boolean> = {
  schema: v.boolean(),
  read: Boolean,
  expected: 'true or false',
};

/** Not `Number(text)`: that takes an empty text for 0, and hexadecimal. */
function numberIn(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
