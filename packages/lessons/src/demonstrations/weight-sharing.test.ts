import { expect, test } from 'vitest';
import { GLYPH, glyphNames } from '../glyphs.js';
import { weightSharing } from './weight-sharing.js';

const side = 16;

test.each(glyphNames)('%s: in the middle both answer 1', (glyph) => {
  const { middle } = weightSharing(glyph, side, 0, 0);
  const { convolution, dense } = weightSharing(glyph, side, middle, middle);
  expect(convolution.strongest).toBeCloseTo(1, 12);
  expect(dense.answer).toBeCloseTo(1, 12);
  expect(convolution.weights.pixels).toHaveLength(GLYPH ** 2);
  expect(dense.weights.pixels).toHaveLength(side ** 2);
});

test.each(glyphNames)('%s: wherever it is, the filter finds it there, and the unit says less', (glyph) => {
  const { middle } = weightSharing(glyph, side, 0, 0);
  for (let top = 0; top <= side - GLYPH; top++) {
    for (let left = 0; left <= side - GLYPH; left++) {
      const { convolution, dense } = weightSharing(glyph, side, top, left);
      const { answers, strongest } = convolution;
      expect(strongest).toBeCloseTo(1, 12);
      expect(answers.pixels.indexOf(strongest)).toBe(top * answers.width + left);
      if (top !== middle || left !== middle) expect(dense.answer).toBeLessThan(0.8);
    }
  }
});

test('an even area says nothing to either, so what is far from the drawing gives 0', () => {
  const { convolution, dense } = weightSharing('plus', 24, 0, 0);
  expect(convolution.answers.pixels.at(-1)).toBeCloseTo(0, 12);
  expect(Math.abs(dense.weights.pixels.reduce((a, b) => a + b, 0))).toBeLessThan(1e-12);
});
