import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { reshape } from './reshape.js';

test('the same elements under another shape', async () => {
  const x = randomTensor(randomStream(22), [2, 3, 4]);
  await checkOp(reshape, { x }, [6, 4], { tolerance: 0, gradients: ['x'] });
  await checkOp(reshape, { x }, [24], { tolerance: 0, gradients: ['x'] });
});

test('sizes that differ', () => {
  expect(() => reshape({ x: input('x', [2, 3]) }, [7])).toThrow(ShapeError);
  expect(() => reshape({ x: input('x', [2, 3]) }, [7])).toThrow('6 elements; the shape [7] holds 7');
});
