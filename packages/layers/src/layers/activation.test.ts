import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { modelFromJSON } from '../io/model-from-keras.js';
import { sequential } from '../sequential.js';
import { activation } from './activation.js';

const names = [
  'linear',
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'hardSilu',
  'sigmoid',
  'hardSigmoid',
  'tanh',
  'softplus',
  'softmax',
] as const;

describe('activation', () => {
  for (const name of names) {
    it(`is a whole layer: ${name}`, () => checkLayer((options) => activation(name, options), [4, 3, 5]));
  }

  it('is stored under the name that Keras has for it, whatever it was called', () => {
    for (const [name, stored] of [
      ['swish', 'silu'],
      ['hardSwish', 'hard_silu'],
      ['leakyRelu', 'leaky_relu'],
      ['relu6', 'relu6'],
    ] as const) {
      expect(activation(name).getConfig()).toMatchObject({ activation: stored });
    }
    const json = JSON.stringify(sequential([activation('hardSwish', { inputShape: [2] })]));
    const [layer] = modelFromJSON(json.replace('hard_silu', 'hard_swish')).layers;
    expect(layer!.getConfig()).toMatchObject({ activation: 'hard_silu' });
  });

  it('names the nearest when there is none of a name', () => {
    expect(() => activation('softMax' as never)).toThrow(
      /^The activation of Activation is 'softMax'; it can be 'linear', .*'hardSwish'. Did you mean 'softmax'\?$/,
    );
    expect(() => activation(3 as never)).toThrow('Choose one of these.');
  });
});
