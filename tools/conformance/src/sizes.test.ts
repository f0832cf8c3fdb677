import { expect, test } from 'vitest';
import { shrink } from './shrink.ts';
import { formatSizes, parseSizes } from './sizes.ts';

test('sizes are read back as they were written', () => {
  const sizes = { batch: 2, rate: 0.5, salt: -3, bias: false, padding: 'same' };
  expect(formatSizes(sizes)).toBe('batch=2,rate=0.5,salt=-3,bias=false,padding=same');
  expect(parseSizes(formatSizes(sizes))).toEqual(sizes);
  expect(() => parseSizes('batch=2,height')).toThrow("'height' is no size. Write name=value");
});

test('shrinking leaves the smallest sizes that still fail, and options as they are', async () => {
  const tried: string[] = [];
  const found = await shrink({ rows: 100, columns: 37, rate: 0.5, padding: 'same' }, async (sizes) => {
    tried.push(formatSizes(sizes));
    return Number(sizes['rows']) >= 3 && Number(sizes['columns']) >= 10;
  });
  expect(found).toEqual({ rows: 3, columns: 10, rate: 0.5, padding: 'same' });
  expect(tried.length).toBeLessThan(60);
});
