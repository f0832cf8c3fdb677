import { expect, test } from 'vitest';
import { findingsOf, row } from '../../test/findings.js';
import type { Table } from '../exhibit.js';
import { localFeatures } from './local-features.js';

test('the answers of a filter move with the image, those of a dense layer do not', async () => {
  const { exhibits } = await findingsOf(localFeatures);
  const { rows } = exhibits[1] as Table;
  const [[, , strongest, column, top]] = rows as [number[]];
  for (const [right, down, answer, x, y, ofFilter, ofDense] of rows as number[][]) {
    expect(answer).toBe(strongest);
    expect([x, y]).toEqual([column! + right!, top! + down!]);
    expect(ofFilter).toBe(0);
    if (right! + down! > 0) expect(ofDense).toBeGreaterThan(0.5);
  }
});

test('learned filters tell drawings apart that filters at random do not', async () => {
  const [before, after] = row(await findingsOf(localFeatures), 'What they are good for', '8 filters of 5×5');
  expect(before).toBeLessThan(0.6);
  expect(after).toBeGreaterThan(0.9);
});
