import { describe, expect, it } from 'vitest';
import { all, bytes, clock, count, counted, duration, either, loss, millions, percent } from './format.js';

describe('figures for people', () => {
  it.each([
    [count(315722.4), '315,722'],
    [loss(0.12345), '0.1235'],
    [loss(59.54086), '59.5409'],
    [loss(1.810761567388621e31), '1.811e+31'],
    [loss(Number.NaN), 'NaN'],
    [counted(1, 'epoch'), '1 epoch'],
    [counted(1200, 'image'), '1,200 images'],
    [millions(9_799_424), '9.80 million'],
    [millions(2.437e9), '2.44 billion'],
    [percent(0.7128), '71.3 %'],
    [duration(8.23), '8.2 s'],
    [duration(59.94), '59.9 s'],
    [duration(59.97), '1:00 min'],
    [duration(125), '2:05 min'],
    [duration(3599.4), '59:59 min'],
    [duration(3599.7), '1:00:00 h'],
    [duration(3725), '1:02:05 h'],
    [clock(59.6), '1:00'],
    [bytes(62_848), '62.8 kB'],
    [bytes(170_052_171), '170.1 MB'],
    [bytes(1.5e9), '1.50 GB'],
    [all(['crop', 'squash', 'pad']), 'crop, squash and pad'],
    [either(['1', '3']), '1 or 3'],
    [all(['sgd']), 'sgd'],
  ])('%s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});
