import { readFileSync } from 'node:fs';
import { ConfigError, FormatError, interpret, type Shape, sizeOf, type Tensor, tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { referenceFeeds } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import type { AnyModel } from '../model.js';
import { simpleCnn } from '../models/simple-cnn.js';
import { modelFromJSON } from './model-from-keras.js';

/** A model and its outputs. */
interface Golden {
  readonly model: { readonly config: { readonly layers: readonly { readonly config: { name: string } }[] } };
  /** Nested lists of numbers, as deep as the outputs have axes. */
  readonly outputs: readonly (readonly unknown[])[];
}

/** Made by test/keras-golden.py. */
const golden: Readonly<Record<'sequential' | 'functional' | 'normalizations' | 'starting', Golden>> =
  JSON.parse(readFileSync(new URL('../../test/keras-golden.json', import.meta.url), 'utf8'));

function wave(shape: Shape, at: (element: number) => number): Tensor<'f32'> {
  return tensor(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => at(i)),
    shape,
  );
}

/** A stored model of one layer. */
function stored(className: string, config: object): object {
  const input = { class_name: 'InputLayer', config: { batch_shape: [null, 8, 8, 3] } };
  return {
    class_name: 'Sequential',
    config: { name: 'm', layers: [input, { class_name: className, config }] },
  };
}

const kerasTensor = (history: unknown) => ({
  class_name: '__keras_tensor__',
  config: { keras_history: history },
});
const node = (history: unknown) => [{ args: [kerasTensor(history)], kwargs: {} }];
const input = { class_name: 'InputLayer', name: 'a', config: { batch_shape: [null, 2], name: 'a' } };
const dense = { class_name: 'Dense', config: { units: 1, name: 'd' } };

/** Reads a model of an input `a` and a layer `d`. */
const functional =
  (inbound_nodes: unknown, output_layers: unknown = ['d', 0, 0], layer: object = dense) =>
  () =>
    modelFromJSON({
      class_name: 'Functional',
      config: {
        layers: [{ ...layer, name: 'd', inbound_nodes }, input],
        input_layers: [['a', 0, 0]],
        output_layers,
      },
    });

describe('modelFromJSON', () => {
  it.each([
    { name: 'sequential', batch: 3 },
    { name: 'functional', batch: 2 },
    { name: 'normalizations', batch: 3 },
    { name: 'starting', batch: 2 },
  ] as const)(
    'reads the $name that Keras writes, and it computes what it computes in Keras',
    ({ name, batch }) => {
      const { model: written, outputs } = golden[name];
      const model: AnyModel = modelFromJSON(written);
      const names = written.config.layers.map(({ config }) => config.name);
      expect(model.graph.operations.map((operation) => model.nameOf(operation))).toEqual(names);
      model.setWeights(
        model.weights.map(({ name, shape }, i) => {
          const level = name.endsWith('/moving_variance') ? 1.1 : 0;
          return wave(shape, (at) => level + Math.sin(1.7 * at + i));
        }),
      );
      const values = model.inputValues(
        batch,
        model.inputEnds.map(() => 'f32'),
      );
      const feeds = values.map((x, i) => [x, wave(x.shape, (at) => Math.cos(0.9 * at + i))] as const);
      const results = interpret(model.callOn(values, inferContext), referenceFeeds(model, feeds));
      results.forEach((result, i) => {
        const expected = outputs[i]!.flat(Number.POSITIVE_INFINITY) as number[];
        expect(result.data.length).toBe(expected.length);
        const largest = Math.max(1, ...expected.map(Math.abs));
        expected.forEach((number, at) => {
          expect(result.data[at]! / largest).toBeCloseTo(number / largest, 5);
        });
      });
      expect(modelFromJSON(model.toJSON()).toJSON()).toEqual(model.toJSON());
    },
  );

  it('reads what toJSON gave, as object and as text', () => {
    const model = simpleCnn({ seed: 7 });
    expect(modelFromJSON(model.toJSON()).toJSON()).toEqual(model.toJSON());
    const copy = modelFromJSON(JSON.stringify(model));
    expect(copy.name).toBe('simple_cnn');
    expect(copy.getWeights()).toEqual(model.getWeights());
  });

  it('reads the input shape from the first layer, as older files have it', () => {
    const dense = { class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 5] } };
    const model = modelFromJSON({ class_name: 'Sequential', config: { layers: [dense] } });
    expect([model.inputShape, model.outputShape, model.name]).toEqual([[null, 5], [null, 2], 'sequential']);
  });

  it('names the nearest class or option when one does not exist', () => {
    expect(() => modelFromJSON(stored('Conv3D', {}))).toThrow(ConfigError);
    expect(() => modelFromJSON(stored('Conv3D', {}))).toThrow("Did you mean 'Conv2D'?");
    expect(() => modelFromJSON(stored('Dense', { units: 1, kernal_initializer: 'zeros' }))).toThrow(
      "Did you mean 'kernelInitializer'?",
    );
    expect(() =>
      modelFromJSON(stored('Dense', { units: 1, kernel_initializer: { class_name: 'HeNorm' } })),
    ).toThrow("Did you mean 'heNormal'?");
    expect(() => modelFromJSON(stored('Activation', { activation: 'glu' }))).toThrow("is 'glu'; it can be");
  });

  it('refuses what would change the results if it were skipped', () => {
    expect(() => modelFromJSON(stored('Conv2DTranspose', { filters: 1, kernel_size: 3, groups: 3 }))).toThrow(
      'A Conv2DTranspose layer sets groups to 3; here it can only be 1. Build the model without it.',
    );
    expect(() => modelFromJSON(stored('Flatten', { data_format: 'channels_first' }))).toThrow(ConfigError);
    expect(() =>
      modelFromJSON(stored('Dense', { units: 1, activity_regularizer: { class_name: 'L2' } })),
    ).toThrow('activity_regularizer');
    expect(() => modelFromJSON({ class_name: 'Custom', config: { layers: [] } })).toThrow("class 'Custom'");
  });

  it('says what is wrong with what is no model', () => {
    expect(() => modelFromJSON('{"class_name":')).toThrow(FormatError);
    expect(() => modelFromJSON('null')).toThrow(
      'A model is null; it must be an object with class_name and config',
    );
    expect(() => modelFromJSON({ class_name: 'Sequential', config: { layers: 3 } })).toThrow(
      'they must be a list',
    );
    expect(() => modelFromJSON({ class_name: 'Sequential', config: { layers: ['dense'] } })).toThrow(
      "Layer 0 of the model is 'dense'",
    );
  });

  it('takes a list of one input or output for that one, as Keras does', async () => {
    const model = functional([[['a', 0, 0, {}]]], [['d', 0, 0]])();
    expect(model.inputEnds).toHaveLength(1);
    const x = tensor([1, 2, 3, 4], [2, 2]);
    const y = await model.predict(x);
    expect(y.shape).toEqual([2, 1]);
    expect(modelFromJSON(model.toJSON()).toJSON()).toEqual(model.toJSON());
  });

  it('tells operations from the layers of their names', () => {
    const operation = (class_name: string, module: string) =>
      functional(node(['a', 0, 0]), ['d', 0, 0], { class_name, module, config: { name: 'd', axis: -1 } });
    expect(operation('Average', 'keras.src.ops.numpy')).toThrow(
      'Layer 0 of the model is the operation Average of keras.src.ops.numpy; there are only layers here.',
    );
    expect(operation('Average', 'keras.layers')().layers[0]!.className).toBe('Average');
    expect(operation('Softmax', 'keras.src.ops.nn')().layers[0]!.className).toBe('Softmax');
  });

  it('takes calls with what Keras passes by itself, and refuses those that change what a layer does', () => {
    const called = (kwargs: object) => functional([{ args: [kerasTensor(['a', 0, 0])], kwargs }]);
    const calledBefore3 = (kwargs: object) => functional([[['a', 0, 0, kwargs]]]);
    for (const calledWith of [called, calledBefore3]) {
      for (const kwargs of [{ mask: null }, { training: null }, { training: false }]) {
        expect(calledWith(kwargs)().layers.map(({ name }) => name)).toEqual(['d']);
      }
      expect(calledWith({ training: true })).toThrow(
        "The layer 'd' is called with training=true; here a layer is applied to its inputs alone.",
      );
      expect(calledWith({ mask: false })).toThrow("The layer 'd' is called with mask=false");
    }
  });

  it('says what is wrong with layers that do not connect', () => {
    expect(functional(node(['a', 0, 0]))().layers.map(({ name }) => name)).toEqual(['d']);
    expect(functional([[['a', 0, 0, {}]]])().layers).toHaveLength(1);
    expect(functional(node(['b', 0, 0]))).toThrow(
      'The layers d of the model depend on outputs that no layer',
    );
    expect(functional(node(['d', 0, 0]))).toThrow(FormatError);
    expect(functional(node('a'))).toThrow("d refers to 'a'; it must be");
    expect(functional([{ args: [kerasTensor(['a', 0, 0]), 2] }])).toThrow('one output of a layer, or a list');
    expect(functional(node(['a', 0, 0]), ['d', 1, 0])).toThrow("name 'd', place 1, which the model lacks");
    expect(functional(node(['a', 0, 0]), 'd')).toThrow('The output_layers of the model are');
    expect(() =>
      modelFromJSON({
        class_name: 'Sequential',
        config: { layers: [input, { class_name: 'Add', config: {} }] },
      }),
    ).toThrow('Layer 1 of the model is of the class Add, which takes several inputs');
  });
});
