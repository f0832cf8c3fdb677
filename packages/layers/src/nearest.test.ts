import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

const candidates = ['relu', 'sigmoid', 'softmax', 'glorotUniform'];

describe('nearest', () => {
  it('finds typing errors, other case and other word breaks', () => {
    expect(nearest('rleu', candidates)).toBe('relu');
    expect(nearest('SoftMax', candidates)).toBe('softmax');
    expect(nearest('sigmiod', candidates)).toBe('sigmoid');
    expect(nearest('glorot_uniform', candidates)).toBe('glorotUniform');
  });

  it('does not guess when nothing resembles', () => {
    expect(nearest('constant', ['relu', 'tanh'])).toBeUndefined();
    expect(nearest('', [])).toBeUndefined();
  });
});
