import { ConfigError, ShapeError, tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { inferContext } from './context.js';
import type { Layer } from './layer.js';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { flatten } from './layers/flatten.js';
import { maxPooling2d } from './layers/max-pooling2d.js';
import { type Sequential, sequential } from './sequential.js';

function threeConvolutions(): Layer[] {
  const convolution = (options: object = {}) =>
    conv2d({ filters: 2, kernelSize: 3, padding: 'same', ...options });
  return [
    convolution({ inputShape: [8, 8, 1] }),
    maxPooling2d(),
    convolution(),
    maxPooling2d(),
    convolution(),
  ];
}

const twoDense = (seed?: number): Sequential =>
  sequential([dense({ units: 2, inputShape: [3] }), dense({ units: 1 })], seed === undefined ? {} : { seed });

describe('sequential', () => {
  it('names layers as Keras does, in every model anew', () => {
    const names = ['conv2d', 'max_pooling2d', 'conv2d_1', 'max_pooling2d_1', 'conv2d_2'];
    expect(sequential(threeConvolutions()).layers.map(({ name }) => name)).toEqual(names);
    expect(sequential(threeConvolutions()).layers.map(({ name }) => name)).toEqual(names);
  });

  it('leaves given names alone', () => {
    const layers = [
      dense({ units: 1, inputShape: [1] }),
      dense({ units: 1, name: 'dense' }),
      dense({ units: 1 }),
    ];
    expect(sequential(layers).layers.map(({ name }) => name)).toEqual(['dense_1', 'dense', 'dense_2']);
  });

  it('tells its shapes and its weights', () => {
    const model = sequential([...threeConvolutions(), flatten(), dense({ units: 5 })]);
    expect([model.inputShape, model.outputShape]).toEqual([
      [null, 8, 8, 1],
      [null, 5],
    ]);
    expect(model.weights.map(({ name }) => name).slice(-2)).toEqual(['dense/kernel', 'dense/bias']);
    expect(model.countParams()).toBe(2 * 9 + 2 + 2 * (2 * 2 * 9 + 2) + 8 * 5 + 5);
  });

  it('starts with the same weights for the same seed, others for another', () => {
    expect(twoDense(1).getWeights()).toEqual(twoDense(1).getWeights());
    expect(twoDense(0).getWeights()).toEqual(twoDense().getWeights());
    expect(twoDense(1).getWeights()).not.toEqual(twoDense(2).getWeights());
    const [first, second] = sequential([dense({ units: 3, inputShape: [3] }), dense({ units: 3 })]).layers;
    expect(first!.weights[0]!.value.data).not.toEqual(second!.weights[0]!.value.data);
  });

  it('refuses layers that do not make a model', () => {
    const layer = flatten({ inputShape: [3] });
    expect(() => sequential([])).toThrow("The model 'sequential' has no layers");
    expect(() => sequential([flatten()])).toThrow('its first layer, flatten (Flatten), must tell');
    expect(() => sequential([layer, layer])).toThrow('was given the same layer twice');
    expect(() =>
      sequential([flatten({ inputShape: [2], name: 'a' }), dense({ units: 1, name: 'a' })]),
    ).toThrow("Two layers are named 'a', the second a Dense");
    expect(() => sequential([layer, dense({ units: 1, inputShape: [4] })])).toThrow(
      'dense (Dense) was given inputs of shape [3]; its inputShape is [4].',
    );
    expect(() => sequential([layer], { seed: 0.5 })).toThrow(ConfigError);
    expect(() => sequential([layer], { sead: 1 } as never)).toThrow("Did you mean 'seed'?");
    sequential([layer]);
    expect(() => sequential([layer])).toThrow('flatten (Flatten) was given to a second model');
  });

  it('refuses names and input shapes that cannot be', () => {
    expect(() => flatten({ name: 'a/b' })).toThrow("The name of a Flatten layer is 'a/b'");
    expect(() => flatten({ name: '' })).toThrow(ConfigError);
    expect(() => flatten({ inputShape: [] })).toThrow('The inputShape of a Flatten layer is []');
    expect(() => flatten({ inputShape: [0, 3] })).toThrow(ConfigError);
    expect(() => flatten({ inputShape: [1.5] })).toThrow(ShapeError);
  });

  it('leaves layers usable when they did not fit', () => {
    const first = dense({ units: 4, inputShape: [3] });
    expect(() => sequential([first, conv2d({ filters: 1, kernelSize: 3 })])).toThrow(ShapeError);
    expect(sequential([first]).outputShape).toEqual([null, 4]);
  });

  it('refuses graph values that are not its inputs', () => {
    const model = twoDense();
    expect(() => model.call(sequential([flatten({ inputShape: [4] })]).inputValue(2), inferContext)).toThrow(
      "The model 'sequential' was given f32 [2, 4]; it takes f32 or u8 [null, 3].",
    );
  });
});

describe('setWeights', () => {
  it('replaces all weights by copies, and tells by the version', () => {
    const model = twoDense(1);
    const before = model.version;
    const others = twoDense(2).getWeights();
    model.setWeights(others);
    expect(model.getWeights()).toEqual(others);
    expect(model.version).toBeGreaterThan(before);
    others[0]!.data.fill(9);
    model.getWeights()[0]!.data.fill(9);
    expect(model.getWeights()).toEqual(twoDense(2).getWeights());
  });

  it('replaces none when one does not fit', () => {
    const model = twoDense(1);
    const [kernel, bias, second] = twoDense(2).getWeights();
    expect(() => model.setWeights([kernel!, bias!, second!, tensor([1, 2], [2])])).toThrow(
      "The weight 'dense_1/bias' was given f32 [2]; it takes f32 [1].",
    );
    expect(() => model.setWeights([kernel!])).toThrow(
      "The model 'sequential' was given 1 weights; it has 4: dense/kernel, dense/bias, dense_1/kernel, dense_1/bias.",
    );
    expect(model.getWeights()).toEqual(twoDense(1).getWeights());
    expect(model.version).toBe(0);
  });
});
