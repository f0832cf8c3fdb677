import { expect, test } from 'vitest';
import { surest } from './found-boxes.js';

const box = { left: 0, top: 0, right: 0.5, bottom: 0.5, label: 1 };
const other = { ...box, left: 0.4, right: 0.9 };

test('what is less sure than one wants is left out, and then its object is missed', () => {
  const found = [
    { ...box, score: 0.9, object: 1, overlap: 0.8 },
    { ...box, score: 0.6, object: undefined, overlap: undefined },
    { ...box, score: 0.3, object: 0, overlap: 0.7 },
  ];
  const answer = { task: 'detection', found, truth: [box, other] } as const;
  expect(surest(answer, 0.1)).toEqual({ found, missed: [] });
  expect(surest(answer, 0.5)).toEqual({ found: found.slice(0, 2), missed: [box] });
  expect(surest(answer, 0.95)).toEqual({ found: [], missed: [box, other] });
});

test('without a truth nothing is missed', () => {
  const found = [{ ...box, score: 0.9, object: undefined, overlap: undefined }];
  expect(surest({ task: 'detection', found, truth: undefined }, 0.5)).toEqual({ found, missed: [] });
});
