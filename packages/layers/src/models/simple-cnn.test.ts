import { ConfigError } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { simpleCnn } from './simple-cnn.js';

describe('simpleCnn', () => {
  it('is the reference network', () => {
    const model = simpleCnn();
    expect(model.layers.map(({ className }) => className)).toEqual([
      'Conv2D',
      'MaxPooling2D',
      'Conv2D',
      'MaxPooling2D',
      'Flatten',
      'Dense',
      'Dense',
    ]);
    expect([model.inputShape, model.outputShape, model.countParams()]).toEqual([
      [null, 32, 32, 3],
      [null, 10],
      422218,
    ]);
  });

  it('fits other images and classes', () => {
    const model = simpleCnn({ inputShape: [28, 28, 1], classes: 26, seed: 3 });
    expect([model.outputShape, model.seed]).toEqual([[null, 26], 3]);
    expect(() => simpleCnn({ classes: 0 })).toThrow(ConfigError);
    expect(() => simpleCnn({ inputShape: [6, 6, 3] })).toThrow('max_pooling2d_1 (MaxPooling2D) was given');
  });
});
