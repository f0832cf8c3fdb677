import { simpleCnn } from '@cnn/layers';
import { expect, test } from 'vitest';
import { layerKinds, newLayer, withField } from '../models/layer-kinds.js';
import { tasks } from '../tasks/tasks.js';
import { buildClassifier, figuresOf } from './models.js';
import type { Purpose } from './protocol/model.js';

const digits: Purpose = { imageShape: [28, 28, 1], classes: 7 };

test('layers that were not changed build the model that they came from', () => {
  const original = buildClassifier({ name: 'simple-cnn' }, digits, { seed: 3 });
  const layers = figuresOf(original, 32).editable!;
  expect(layers.map(({ className }) => className)).toEqual([
    'Conv2D',
    'MaxPooling2D',
    'Conv2D',
    'MaxPooling2D',
    'Flatten',
    'Dense',
  ]);
  const again = buildClassifier({ name: 'simple-cnn', layers }, digits, { seed: 3 });
  expect(again.getWeights().map(({ data }) => data)).toEqual(original.getWeights().map(({ data }) => data));
  const { parameters, memory } = figuresOf(again, 32);
  expect(parameters).toBe(simpleCnn({ inputShape: [28, 28, 1], classes: 7 }).countParams());
  expect(memory).toBeGreaterThan(parameters * 4 * 4);
});

test('images are normalised first where that was asked for, and layers stay as they can be edited', () => {
  const normalization = { mean: [0.5], variance: [0.04] };
  const { layers: fixed } = buildClassifier({ name: 'resnet20' }, digits, { seed: 0, normalization });
  expect(fixed.map(({ className }) => className)).toContain('Normalization');
  const layers = figuresOf(buildClassifier({ name: 'simple-cnn' }, digits), 1).editable!;
  const edited = buildClassifier({ name: 'simple-cnn', layers }, digits, { seed: 0, normalization });
  expect(edited.layers[0]!.getConfig()).toMatchObject(normalization);
  expect(edited.outputShape).toEqual([null, 7]);
});

test('layers serve other images and classes than they were made for', () => {
  const layers = figuresOf(buildClassifier({ name: 'lenet5' }, digits), 1).editable!;
  const model = buildClassifier({ name: 'lenet5', layers }, { imageShape: [32, 32, 3], classes: 10 });
  expect([model.inputShape, model.outputShape]).toEqual([
    [null, 32, 32, 3],
    [null, 10],
  ]);
});

test('changed options reach the model, and what does not fit is named', () => {
  const layers = figuresOf(buildClassifier({ name: 'simple-cnn' }, digits), 1).editable!;
  const wider = layers.with(0, withField(layers[0]!, layerKinds['Conv2D']![0]!, '8'));
  expect(
    figuresOf(buildClassifier({ name: 'simple-cnn', layers: wider }, digits), 1).layers[0],
  ).toMatchObject({
    outputShape: [28, 28, 8],
    parameters: 8 * 9 + 8,
  });
  const misplaced = [...layers, newLayer('Conv2D')];
  expect(() => buildClassifier({ name: 'simple-cnn', layers: misplaced }, digits)).toThrow(/conv2d_2/);
  const images = layers.filter(({ className }) => className !== 'Flatten');
  expect(() => buildClassifier({ name: 'simple-cnn', layers: images }, digits)).toThrow(
    /end in the shape \[6, 6, 7\]; expected \[7\].*Add a Flatten/,
  );
});

test.each(Object.keys(layerKinds))('a new %s fits behind a convolution', (kind) => {
  const layers = [newLayer('Conv2D'), newLayer(kind)];
  const model = buildClassifier({ name: 'simple-cnn', layers: [...layers, newLayer('Flatten')] }, digits);
  expect(model.layers[1]!.className).toBe(kind);
});

test('networks that branch have no list of layers to edit', () => {
  expect(figuresOf(buildClassifier({ name: 'resnet20' }, digits), 1).editable).toBeUndefined();
});

test('every classifier of the catalogue can be built for small images', () => {
  const light = tasks.classification.models.filter((name) => !/vgg16|alexnet|resnet(18|34|50)/.test(name));
  for (const name of light) {
    expect(buildClassifier({ name }, { imageShape: [32, 32, 3], classes: 10 }).outputShape).toEqual([
      null,
      10,
    ]);
  }
});
