import { expect, it } from 'vitest';
import { command } from './command.js';
import { helpBelow, helpStyle } from './help.js';
import { flag } from './kinds.js';
import { optional } from './settings.js';

const below = {
  notes: ['What is said of a command, and takes more than a line.'],
  examples: [['train --epochs 3 --model simple-cnn --data synthetic', 'What an example does, in short']],
} as const;

it('breaks notes and comments, but no commands, which are there to be copied', () => {
  expect(helpBelow(below, 30).split('\n')).toEqual([
    '',
    'What is said of a command, and',
    'takes more than a line.',
    '',
    'Examples:',
    '  # What an example does, in',
    '  # short',
    '  npx pnpm@12 --filter cli start train --epochs 3 --model simple-cnn --data synthetic',
  ]);
});

it('has options beside what they are for, or above it on a narrow terminal', () => {
  const made = command('train', 'Train a model.', { normalize: optional(flag, 'subtract the mean') }, below);
  const helpAt = (helpWidth: number): string =>
    made.configureHelp({ ...helpStyle, helpWidth }).helpInformation();
  expect(helpAt(80)).toMatch(/\n {2}--normalize +subtract the mean\n/);
  expect(helpAt(50)).toContain('\n  --normalize\n      subtract the mean\n');
});
