import { interpret, streamKey } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { trainContext } from '../context.js';
import { inputLayer } from '../input-layer.js';
import type { Layer } from '../layer.js';
import { model } from '../model.js';
import { dropout } from './dropout.js';
import { gaussianNoise } from './gaussian-noise.js';
import { saltOf } from './salt.js';
import { spatialDropout2d } from './spatial-dropout2d.js';

const layers: Record<string, () => Layer> = {
  dropout: () => dropout({ rate: 0.5 }),
  spatialDropout2d: () => spatialDropout2d({ rate: 0.5 }),
  gaussianNoise: () => gaussianNoise({ stddev: 1 }),
};

describe.each(Object.keys(layers))('%s', (name) => {
  it('draws other numbers at each of its places', () => {
    const image = inputLayer({ shape: [1, 1, 64] });
    const layer = layers[name]!();
    const shared = model({ inputs: image, outputs: [layer.apply(image), layer.apply(image)] });
    const context = trainContext();
    const [x] = shared.inputValues(1, ['f32']);
    const feeds = new Map([
      [x!, { shape: x!.shape, data: new Float64Array(64).fill(1) }],
      [context.key, { shape: [2], data: Float64Array.of(3, 4) }],
    ]);
    const [a, b] = interpret(shared.callOn([x!], context), feeds);
    expect(a!.data).not.toEqual(b!.data);
  });
});

it('is that of the name alone at the first place, so that training goes on to the same bits', () => {
  expect(saltOf('noise', 'gaussian_noise')).toBe(streamKey(0, 'noise', 'gaussian_noise')[0]);
  expect(saltOf('noise', 'gaussian_noise', 0)).toBe(saltOf('noise', 'gaussian_noise'));
});
