import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { activation } from './activation.js';

describe('activation', () => {
  for (const name of ['linear', 'relu', 'sigmoid', 'tanh', 'softmax'] as const) {
    it(`is a whole layer: ${name}`, () => checkLayer((options) => activation(name, options), [4, 3, 5]));
  }

  it('names the nearest when there is none of a name', () => {
    expect(() => activation('softMax' as never)).toThrow(
      "The activation of Activation is 'softMax'; it can be 'linear', 'relu', 'sigmoid', 'tanh', 'softmax'. Did you mean 'softmax'?",
    );
    expect(() => activation(3 as never)).toThrow('Choose one of these.');
  });
});
