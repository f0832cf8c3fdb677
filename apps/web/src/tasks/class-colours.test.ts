import { expect, test } from 'vitest';
import { objectColour, pixelColour, tinted } from './class-colours.js';

test('the background and what is of no class have no colour; others have one of their own', () => {
  expect([pixelColour(0), pixelColour(255)]).toEqual([undefined, undefined]);
  expect(pixelColour(1)).toEqual(objectColour(0));
  expect(new Set([1, 2, 3, 4, 5, 6, 7].map((label) => String(pixelColour(label)))).size).toBe(7);
});

test('pictures are mixed with the colours as strongly as one wants', () => {
  const pixels = Uint8Array.of(10, 20, 30, 10, 20, 30);
  const mask = Uint8Array.of(0, 1);
  expect(tinted(pixels, mask, 3, 0)).toEqual(pixels);
  expect([...tinted(pixels, mask, 3, 1)]).toEqual([10, 20, 30, ...pixelColour(1)!]);
  expect([...tinted(Uint8Array.of(50, 50), mask, 1, 1)]).toEqual([50, Math.floor((230 + 159) / 3)]);
});
