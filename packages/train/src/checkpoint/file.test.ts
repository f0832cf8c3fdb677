import { loadModel, readSafetensors, saveModel, writeSafetensors } from '@cnn/layers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stripes, tinyCnn } from '../../test/toys.js';
import { compile } from '../compile.js';
import type { Trainer } from '../trainer.js';
import { exactJson, fromExactJson } from './exact-json.js';

let trainer: Trainer;
let bytes: Uint8Array;
beforeAll(async () => {
  const model = tinyCnn();
  model.metadata['data'] = 'stripes';
  trainer = await compile(model, { optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', threads: 1 });
  await trainer.fit(stripes(12), { batchSize: 4 });
  bytes = trainer.checkpoint();
});
afterAll(() => trainer.close());

/** The checkpoint with another note. */
function withNote(change: (note: Record<string, object>) => unknown): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes);
  const training = JSON.stringify(change(JSON.parse(metadata['training']!)));
  return writeSafetensors({ tensors, metadata: { ...metadata, training } });
}

describe('the file of a checkpoint', () => {
  test('is a file of the model, too, with its notes and no others', () => {
    const model = loadModel(bytes);
    expect(model.getWeights()).toEqual(trainer.model.getWeights());
    expect(model.metadata).toEqual({ data: 'stripes' });
  });

  test("holds the optimizer's memory", () => {
    const { tensors } = readSafetensors(bytes);
    for (const slot of ['@optimizer/m', '@optimizer/v']) {
      expect(tensors.get(slot)!.data.some((value) => value !== 0)).toBe(true);
    }
  });

  test('is refused when it is damaged, before anything changes', () => {
    const before = trainer.checkpoint();
    const cases: [Uint8Array, RegExp][] = [
      [bytes.subarray(0, bytes.length - 1), /no intact safetensors file/],
      [new Uint8Array(0), /no intact safetensors file/],
      [saveModel(trainer.model), /no 'training' among its notes/],
      [withNote((note) => ({ ...note, version: 99 })), /version 99; this library reads 1/],
      [withNote(() => null), /version undefined/],
      [
        withNote((note) => ({ ...note, learner: { ...note['learner'], stepsTaken: '3' } })),
        /how far training is/,
      ],
      [withNote((note) => ({ ...note, fit: {} })), /how far fit is/],
    ];
    for (const [file, words] of cases) expect(() => trainer.restore(file)).toThrow(words);
    expect(trainer.checkpoint()).toEqual(before);
  });
});

test('JSON keeps every number, and what merely looks like one of those without a word', () => {
  const data = [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, { a: Number.NEGATIVE_INFINITY, b: 0.1 + 0.2 }];
  expect(fromExactJson(exactJson(data))).toEqual(data);
  expect(Object.is(fromExactJson(exactJson(-0)) as number, -0)).toBe(true);
  const texts = ['NaN', { number: 'one' }, { number: 'NaN', of: 1 }, null];
  expect(fromExactJson(exactJson(texts))).toEqual(texts);
});
