import { describe, expect, it } from 'vitest';
import { median, roundOrder, spread } from './statistics.ts';

describe('median', () => {
  it('is the number in the middle, by size', () => {
    expect(median([10, 9, 1])).toBe(9);
    expect(median([100, 20, 3, 1])).toBe(11.5);
    expect(median([7])).toBe(7);
  });

  it('leaves the numbers as they were', () => {
    const numbers = [3, 1, 2];
    median(numbers);
    expect(numbers).toEqual([3, 1, 2]);
  });

  it('is none of nothing', () => {
    expect(() => median([])).toThrow('no median of nothing');
  });
});

describe('spread', () => {
  it('tells the median and what is farthest from it', () => {
    expect(spread([5, 1, 2])).toEqual({ median: 2, min: 1, max: 5 });
  });
});

describe('roundOrder', () => {
  it('goes forwards and backwards in turns, so that a drift favours nobody', () => {
    const items = ['a', 'b', 'c'];
    const rounds = [0, 1, 2, 3].map((round) => roundOrder(items, round));
    expect(rounds.map((order) => order.join(''))).toEqual(['abc', 'cba', 'abc', 'cba']);
    const moment = (item: string): number =>
      rounds.reduce((sum, order, round) => sum + round * items.length + order.indexOf(item), 0);
    expect(items.map(moment)).toEqual([moment('a'), moment('a'), moment('a')]);
  });
});
