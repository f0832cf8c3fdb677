import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { period, periodIn } from './kinds.js';

/** What a value of a file or the command line comes to, or undefined where it is refused. */
function periodOf(value: unknown): unknown {
  const parsed = safeParse(period.schema, value);
  return parsed.success ? periodIn(parsed.output) : undefined;
}

describe('a period', () => {
  it.each([
    ['500steps', { steps: 500 }],
    ['1 step', { steps: 1 }],
    ['2epochs', { epochs: 2 }],
    ['3', { epochs: 3 }],
    [3, { epochs: 3 }],
  ])('%j is %j', (value, period) => {
    expect(periodOf(value)).toEqual(period);
  });

  it.each([['0'], [0], [1.5], ['5weeks'], ['-1'], [true], ['']])('refuses %j', (value) => {
    expect(periodOf(value)).toBeUndefined();
  });
});
