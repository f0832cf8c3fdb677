import { randomStream, Session, Tensor } from '@cnn/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { inputLayer } from '../input-layer.js';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { flatten } from '../layers/flatten.js';
import { type Ends, type Model, model } from '../model.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { gradCam } from './grad-cam.js';
import { neuron } from './neuron.js';
import { occlusion } from './occlusion.js';
import { receptiveField } from './receptive-field.js';
import { saliency } from './saliency.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const random = randomStream(5, 'image');
const image = new Tensor(
  'f32',
  [6, 6, 1],
  Float32Array.from({ length: 36 }, () => random.normal()),
);

/** The same network, its only input and output arranged in some way. */
function network(arranged: (end: SymbolicTensor) => Ends): Model {
  const input = inputLayer({ shape: [6, 6, 1] });
  const maps = conv2d({ filters: 2, kernelSize: 3, activation: 'tanh' }).apply(input);
  const classes = dense({ units: 3, activation: 'softmax' }).apply(flatten().apply(maps));
  // Any model of one input and one output can be looked into; only types tell them apart.
  return model({ inputs: arranged(input), outputs: arranged(classes) }) as unknown as Model;
}

const looks: Record<string, (network: Model) => unknown> = {
  gradCam: (tested) => gradCam(tested, image, { session }),
  saliency: (tested) => saliency(tested, image, { session }),
  occlusion: (tested) => occlusion(tested, image, { patch: 2, session }),
  neuron: async (tested) => ({
    ...(await neuron(tested, image, 'conv2d', [1, 2, 0], { session })),
    layer: 0,
  }),
  receptiveField: (tested) => receptiveField(tested, 'conv2d', 1, 2),
};

describe.each(Object.keys(looks))('%s', (name) => {
  it('sees the same in a model whose only input and output are in a list, or have names', async () => {
    const plain = await looks[name]!(network((end) => end));
    expect(await looks[name]!(network((end) => [end]))).toEqual(plain);
    expect(await looks[name]!(network((end) => ({ end })))).toEqual(plain);
  });
});
