import { randomStream, Session, sizeOf, Tensor } from '@cnn/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import type { ActivationName } from '../activations.js';
import { inputLayer } from '../input-layer.js';
import type { Layer } from '../layer.js';
import { activation } from '../layers/activation.js';
import { add } from '../layers/add.js';
import { averagePooling2d } from '../layers/average-pooling2d.js';
import { batchNormalization } from '../layers/batch-normalization.js';
import { conv2d } from '../layers/conv2d.js';
import { conv2dTranspose } from '../layers/conv2d-transpose.js';
import { dense } from '../layers/dense.js';
import { depthwiseConv2d } from '../layers/depthwise-conv2d.js';
import { flatten } from '../layers/flatten.js';
import { globalAveragePooling2d } from '../layers/global-average-pooling2d.js';
import { globalMaxPooling2d } from '../layers/global-max-pooling2d.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { separableConv2d } from '../layers/separable-conv2d.js';
import { type Model, model } from '../model.js';
import { sequential } from '../sequential.js';
import { featureMaps } from './feature-maps.js';
import { neuron } from './neuron.js';
import type { LayerChoice } from './places.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const random = randomStream(3, 'neurons');
const inputShape = [9, 8, 4];
const image = new Tensor(
  'f32',
  inputShape,
  Float32Array.from({ length: sizeOf(inputShape) }, () => random.normal()),
);
/** Something before the layer in question, so that its input is not the model's. */
const before = () => conv2d({ filters: 4, kernelSize: 1, activation: 'tanh', inputShape });

const layers: Record<string, () => Layer[]> = {
  'of the image itself': () => [conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape })],
  padding: () => [before(), conv2d({ filters: 3, kernelSize: [3, 5], padding: 'same', activation: 'relu' })],
  'strides, and padding in cells': () => [
    before(),
    conv2d({
      filters: 3,
      kernelSize: [2, 3],
      strides: [2, 3],
      activation: 'sigmoid',
      padding: [
        [2, 0],
        [1, 3],
      ],
    }),
  ],
  dilation: () => [before(), conv2d({ filters: 2, kernelSize: 3, dilationRate: [3, 2], useBias: false })],
  groups: () => [before(), conv2d({ filters: 6, kernelSize: 3, groups: 2, padding: 'same' })],
  depthwise: () => [before(), depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2 })],
  separable: () => [
    before(),
    separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, padding: 'same', activation: 'elu' }),
  ],
  transposed: () => [before(), conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' })],
  'transposed with dilation': () => [
    before(),
    conv2dTranspose({ filters: 2, kernelSize: [1, 2], strides: [2, 1], dilationRate: [1, 3] }),
  ],
  'max pooling': () => [before(), maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' })],
  'average pooling': () => [before(), averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' })],
  'global average': () => [before(), globalAveragePooling2d()],
  'global maximum': () => [before(), globalMaxPooling2d({ keepdims: true })],
  'dense at each pixel': () => [before(), dense({ units: 3, activation: 'tanh' })],
  dense: () => [before(), flatten(), dense({ units: 5, activation: 'relu' })],
  'batch normalisation': () => [before(), batchNormalization({ epsilon: 0.1 })],
  'an activation of its own': () => [before(), activation('relu')],
};

/** Weights of all kinds, biases and variances included. */
function withWeights(tested: Model): Model {
  for (const weight of tested.weights) {
    const draw = (): number =>
      weight.name.endsWith('variance') ? 0.5 + random.uniform() : 0.4 * random.normal();
    weight.value = new Tensor('f32', weight.shape, Float32Array.from({ length: weight.size }, draw));
  }
  return tested;
}

async function mapOf(tested: Model, layer: LayerChoice): Promise<Tensor<'f32'>> {
  const [found] = await featureMaps(tested, image.reshape([1, ...inputShape]), { layers: [layer], session });
  return found!.output;
}

/** All positions of a shape. */
function positionsOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, size) => found.flatMap((each) => Array.from({ length: size }, (_, i) => [...each, i])),
    [[]],
  );
}

const functions: Partial<Record<ActivationName, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
};

describe('neuron', () => {
  it.each(Object.keys(layers))('adds up to what the feature map holds: %s', async (name) => {
    const tested = withWeights(sequential(layers[name]!()));
    const last = tested.layers.at(-1)!;
    const output = await mapOf(tested, last);
    const positions = positionsOf(output.shape.slice(1));
    for (const [i, position] of positions.entries()) {
      const { value, made } = await neuron(tested, image, last, position, { session });
      expect(value).toBe(output.data[i]);
      const { inputs, channels } = made!;
      if (made!.kind === 'largest') {
        const [row, column] = made!.winner;
        expect(inputs.data[row * made!.columns.length + column]).toBe(value);
        continue;
      }
      const { weights, bias, sum, activation } = made!;
      const products = inputs.data.reduce((total, each, k) => total + each * weights.data[k]!, bias);
      expect(sum).toBeCloseTo(products, 5);
      expect(functions[activation]!(sum)).toBeCloseTo(value, 5);
      expect(inputs.shape.at(-1)).toBe(channels.length);
    }
  });

  it('names the cells of the input that it saw, with zeros where there is padding', async () => {
    const tested = withWeights(
      sequential([
        before(),
        conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', groups: 2, name: 'tested' }),
      ]),
    );
    const output = await mapOf(tested, 'conv2d');
    const { made } = await neuron(tested, image, 'tested', [0, 3, 2], { session });
    // Nine rows at a stride of two are padded on both sides, eight columns at the end only.
    expect([made!.rows, made!.columns, made!.channels]).toEqual([
      [-1, 0, 1],
      [6, 7, 8],
      [2, 3],
    ]);
    const at = (row: number, column: number, channel: number): number =>
      row < 0 || column > 7 ? 0 : output.data[(row * 8 + column) * 4 + channel]!;
    expect([...made!.inputs.data]).toEqual(
      made!.rows.flatMap((row) =>
        made!.columns.flatMap((column) => made!.channels.map((channel) => at(row, column, channel))),
      ),
    );
  });

  it('gives the sums that a softmax is taken of', async () => {
    const tested = withWeights(
      sequential([before(), flatten(), dense({ units: 3, activation: 'softmax', name: 'scores' })]),
    );
    const units = await Promise.all(
      [0, 1, 2].map((unit) => neuron(tested, image, 'scores', [unit], { session })),
    );
    const powers = units.map(({ made }) => (made!.kind === 'sum' ? Math.exp(made!.sum) : Number.NaN));
    const total = powers.reduce((sum, each) => sum + each);
    units.forEach(({ value }, i) => {
      expect(powers[i]! / total).toBeCloseTo(value, 5);
    });
  });

  it('takes bytes as the model does, scaled', async () => {
    const tested = withWeights(sequential([conv2d({ filters: 1, kernelSize: 1, inputShape })]));
    const bytes = new Tensor('u8', inputShape, new Uint8Array(sizeOf(inputShape)).fill(51));
    const { made } = await neuron(tested, bytes, 'conv2d', [0, 0, 0], { session });
    expect(made!.inputs.shape).toEqual([1, 1, 4]);
    for (const each of made!.inputs.data) expect(each).toBeCloseTo(51 / 255, 6);
  });

  it('gives the value alone of layers that it cannot take apart', async () => {
    const picture = inputLayer({ shape: inputShape });
    const first = conv2d({ filters: 4, kernelSize: 3, padding: 'same' }).apply(picture);
    const tested = withWeights(model({ inputs: picture, outputs: add().apply([first, picture]) }));
    const output = await mapOf(tested, 'add');
    const { value, made } = await neuron(tested, image, 'add', [0, 0, 1], { session });
    expect([value, made]).toEqual([output.data[1], undefined]);
  });

  it('says which positions there are', async () => {
    const tested = sequential([conv2d({ filters: 3, kernelSize: 3, inputShape }), flatten()]);
    const ask = (layer: string, position: number[]) => neuron(tested, image, layer, position, { session });
    await expect(ask('conv2d', [7, 0, 0])).rejects.toThrow(
      'The position of neuron is [7,0,0]; the output of conv2d (Conv2D) is [7,6,3], counted from 0',
    );
    await expect(ask('conv2d', [0, 0])).rejects.toThrow('The position of neuron is [0,0]');
    await expect(ask('flatten', [0.5])).rejects.toThrow('The position of neuron is [0.5]');
    await expect(ask('conv2', [0, 0, 0])).rejects.toThrow("Did you mean 'conv2d'?");
  });
});
