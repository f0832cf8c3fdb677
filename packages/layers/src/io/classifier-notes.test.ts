import { expect, test } from 'vitest';
import { dense } from '../layers/dense.js';
import { sequential } from '../sequential.js';
import { classifierNotes, noteClassifier } from './classifier-notes.js';
import { loadModel, saveModel } from './model-file.js';

const classifier = () => sequential([dense({ units: 2, activation: 'softmax', inputShape: [3] })]);

test('notes are saved and loaded with a model, whatever its classes are called', () => {
  const model = classifier();
  noteClassifier(model, { model: 'simple-cnn', data: 'folder', imageResize: 'pad' });
  noteClassifier(model, { classNames: ['a "b", [c]', '猫'] });
  expect(classifierNotes(loadModel(saveModel(model)))).toEqual({
    model: 'simple-cnn',
    data: 'folder',
    imageResize: 'pad',
    classNames: ['a "b", [c]', '猫'],
  });
});

test('what nobody noted, or what is damaged, is undefined', () => {
  const model = classifier();
  const nothing = { model: undefined, data: undefined, imageResize: undefined, classNames: undefined };
  expect(classifierNotes(model)).toEqual(nothing);
  for (const damaged of ['', '["cat"', '{"cat":0}']) {
    model.metadata['classNames'] = damaged;
    expect(classifierNotes(model)).toEqual(nothing);
  }
});
