import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { definitionLines } from './definition.js';

const definitions = [
  {
    name: '\x1b[1munet\x1b[22m',
    texts: ['for the class of each pixel, in images whose sides 16 divides', 'small'],
  },
  { name: 'resnet20', texts: ['a residual network'] },
];
const shown = (columns?: number): string[] =>
  definitionLines(definitions, columns).map(stripVTControlCharacters);

it('has texts on lines of their own, as long as they are where there is no terminal', () => {
  expect(shown()).toEqual([
    'unet      for the class of each pixel, in images whose sides 16 divides',
    '          small',
    'resnet20  a residual network',
  ]);
});

it('breaks them where a terminal ends', () => {
  expect(shown(60)).toEqual([
    'unet      for the class of each pixel, in images whose sides',
    '          16 divides',
    '          small',
    'resnet20  a residual network',
  ]);
});

it('has them below the names where there is little room', () => {
  expect(shown(40)).toEqual([
    'unet',
    '    for the class of each pixel, in',
    '    images whose sides 16 divides',
    '    small',
    'resnet20',
    '    a residual network',
  ]);
});

it('breaks Japanese anywhere, and counts its characters twice', () => {
  const texts = ['フィルターは何を見つけるのでしょうか。場所によって違いはあるのでしょうか。'];
  expect(definitionLines([{ name: 'ja', texts }], 50)).toEqual([
    'ja  フィルターは何を見つけるのでしょうか。場所によ',
    '    って違いはあるのでしょうか。',
  ]);
});
