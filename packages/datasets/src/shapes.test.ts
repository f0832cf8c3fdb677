import { expect, test } from 'vitest';
import { shapes } from './shapes.js';

/** Whether each point of a grid is inside, as a row of bits. */
function mask(name: string): string {
  const side = Array.from({ length: 25 }, (_, i) => (i - 12) / 12);
  return side.flatMap((y) => side.map((x) => (shapes[name]!(x, y) < 0 ? '#' : '.'))).join('');
}

const names = Object.keys(shapes);

test.each(names)('%s covers some of the unit square, not all of it', (name) => {
  const covered = mask(name).replaceAll('.', '').length / 625;
  expect(covered).toBeGreaterThan(0.1);
  expect(covered).toBeLessThan(0.85);
});

test('no two classes look alike', () => {
  for (const one of names) {
    for (const other of names.slice(names.indexOf(one) + 1)) {
      const [a, b] = [mask(one), mask(other)];
      const different = [...a].filter((point, i) => point !== b[i]).length;
      expect(different, `${one} and ${other}`).toBeGreaterThan(50);
    }
  }
});

test.each([
  ['disc', [0, 0], [0.8, 0.8]],
  ['ring', [0.7, 0], [0, 0]],
  ['square', [0.75, 0.75], [0.9, 0]],
  ['triangle', [0, 0.9], [0, -0.7]],
  ['cross', [0, 0.9], [0.6, 0.6]],
  ['star', [0, 0.95], [0, -0.6]],
  ['crescent', [-0.6, 0], [0.45, 0]],
] as const)('%s: %j is inside, %j outside', (name, [inX, inY], [outX, outY]) => {
  expect(shapes[name]!(inX, inY)).toBeLessThan(0);
  expect(shapes[name]!(outX, outY)).toBeGreaterThan(0);
});
