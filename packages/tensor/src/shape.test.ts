import { describe, expect, it } from 'vitest';
import { formatShape } from './shape.js';

describe('formatShape', () => {
  it('prints axes of any size as null', () => {
    expect(formatShape([null, 28, 1])).toBe('[null, 28, 1]');
    expect(formatShape([])).toBe('[]');
  });
});
