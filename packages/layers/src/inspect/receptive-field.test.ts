import { gradients, input, interpret, matMul, reshape as reshapeOp, sizeOf } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { referenceFeeds } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import { inputLayer } from '../input-layer.js';
import type { Layer } from '../layer.js';
import { activation } from '../layers/activation.js';
import { add } from '../layers/add.js';
import { averagePooling2d } from '../layers/average-pooling2d.js';
import { concatenate } from '../layers/concatenate.js';
import { conv2d } from '../layers/conv2d.js';
import { conv2dTranspose } from '../layers/conv2d-transpose.js';
import { cropping2d } from '../layers/cropping2d.js';
import { dense } from '../layers/dense.js';
import { depthwiseConv2d } from '../layers/depthwise-conv2d.js';
import { flatten } from '../layers/flatten.js';
import { globalAveragePooling2d } from '../layers/global-average-pooling2d.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { multiply } from '../layers/multiply.js';
import { reshape } from '../layers/reshape.js';
import { upSampling2d } from '../layers/up-sampling2d.js';
import { zeroPadding2d } from '../layers/zero-padding2d.js';
import { type Model, model } from '../model.js';
import { resnet20 } from '../models/resnet-cifar.js';
import { vgg16 } from '../models/vgg16.js';
import { sequential } from '../sequential.js';
import { receptiveField } from './receptive-field.js';

const inputShape = [11, 9, 1];
const ones = { kernelInitializer: 'ones' } as const;

/** Rows and columns of the input whose gradient is not 0; weights are ones, so that nothing cancels. */
function influence(tested: Model, y: number, x: number): { rows: object; columns: object } {
  const value = tested.inputValue(1);
  const output = tested.call(value, inferContext);
  const [, , columns, channels] = output.shape as [number, number, number, number];
  const mask = new Float64Array(sizeOf(output.shape));
  mask.fill(1, (y * columns + x) * channels, (y * columns + x + 1) * channels);
  const pick = input('pick', [mask.length, 1]);
  const score = matMul({ a: reshapeOp({ x: output }, [1, mask.length]).y, b: pick }, {}).y;
  const feeds = referenceFeeds(tested, []);
  const image = Float64Array.from({ length: sizeOf(value.shape) }, (_, i) => 1 + (i % 7));
  feeds.set(value, { shape: value.shape, data: image }).set(pick, { shape: pick.shape, data: mask });
  const [gradient] = interpret(gradients(score, [value]), feeds);
  const found = [...gradient!.data.keys()].filter((i) => Math.abs(gradient!.data[i]!) > 1e-12);
  const [, , width, depth] = value.shape as [number, number, number, number];
  const span = (positions: readonly number[]): object =>
    positions.length === 0
      ? { begin: 0, end: 0 }
      : { begin: Math.min(...positions), end: Math.max(...positions) + 1 };
  const pixels = found.map((i) => Math.floor(i / depth));
  return {
    rows: span(pixels.map((pixel) => Math.floor(pixel / width))),
    columns: span(pixels.map((pixel) => pixel % width)),
  };
}

const chains: Record<string, Layer[]> = {
  'two convolutions': [
    conv2d({ filters: 2, kernelSize: 3, ...ones, inputShape }),
    conv2d({ filters: 1, kernelSize: [1, 4], padding: 'same', activation: 'elu', ...ones }),
  ],
  'strides, padding and pooling': [
    conv2d({ filters: 1, kernelSize: 5, strides: 2, padding: 'same', ...ones, inputShape }),
    activation('linear'),
    averagePooling2d({ poolSize: [2, 3], strides: 1 }),
  ],
  'padding in cells, dilation': [
    depthwiseConv2d({
      kernelSize: 2,
      dilationRate: [3, 2],
      padding: [
        [2, 0],
        [1, 3],
      ],
      depthwiseInitializer: 'ones',
      inputShape,
    }),
    averagePooling2d({ poolSize: 2, padding: 'same' }),
  ],
  'borders added and cut': [
    zeroPadding2d({
      padding: [
        [2, 1],
        [0, 3],
      ],
      inputShape,
    }),
    conv2d({ filters: 1, kernelSize: 3, ...ones }),
    cropping2d({
      cropping: [
        [1, 2],
        [3, 0],
      ],
    }),
  ],
  'larger again': [
    averagePooling2d({ poolSize: 2, inputShape }),
    upSampling2d({ size: [2, 3] }),
    conv2d({ filters: 1, kernelSize: 2, ...ones }),
  ],
  bilinear: [
    averagePooling2d({ poolSize: 2, inputShape }),
    upSampling2d({ size: 3, interpolation: 'bilinear' }),
  ],
  transposed: [
    averagePooling2d({ poolSize: 2, inputShape }),
    conv2dTranspose({ filters: 1, kernelSize: 3, strides: 2, padding: 'same', ...ones }),
  ],
  'transposed, with gaps and dilation': [
    averagePooling2d({ poolSize: 2, inputShape }),
    conv2dTranspose({ filters: 1, kernelSize: [1, 2], strides: [2, 1], dilationRate: [1, 3], ...ones }),
  ],
  'channels added to pixels in a row': [
    conv2d({ filters: 2, kernelSize: 3, padding: 'same', ...ones, inputShape }),
    averagePooling2d({ poolSize: 1, strides: 2 }),
    reshape({ targetShape: [30, 2, 1] }),
    zeroPadding2d({ padding: [0, 1] }),
    reshape({ targetShape: [6, 5, 4] }),
    conv2d({ filters: 1, kernelSize: 2, ...ones }),
  ],
  'positions that are mixed by channels': [
    conv2d({ filters: 2, kernelSize: 3, ...ones, inputShape }),
    dense({ units: 2, ...ones }),
  ],
};

describe('receptiveField', () => {
  it.each(Object.keys(chains))('holds just the pixels whose gradient is not 0: %s', (name) => {
    const tested = sequential(chains[name]!);
    const last = tested.layers.at(-1)!;
    const [, height, width] = tested.outputShape as unknown as [null, number, number];
    for (const y of [0, 1, Math.floor(height / 2), height - 1]) {
      for (const x of [0, 1, Math.floor(width / 2), width - 1]) {
        const { rows, columns } = receptiveField(tested, last, y, x);
        expect({ rows, columns }, `at ${y}, ${x}`).toEqual(influence(tested, y, x));
      }
    }
  });

  it('takes branches together', () => {
    const image = inputLayer({ shape: inputShape });
    const wide = conv2d({ filters: 1, kernelSize: [1, 5], padding: 'same', ...ones }).apply(image);
    const tall = conv2d({ filters: 1, kernelSize: [3, 1], padding: 'same', ...ones }).apply(image);
    const both = model({ inputs: image, outputs: concatenate().apply([add().apply([wide, tall]), image]) });
    const { rows, columns, size } = receptiveField(both, 'concatenate', 5, 4);
    expect({ rows, columns }).toEqual(influence(both, 5, 4));
    expect(size).toEqual([3, 5]);
  });

  it('is the whole image behind a global pooling that branches join again', () => {
    const image = inputLayer({ shape: inputShape });
    const pooled = globalAveragePooling2d({ keepdims: true }).apply(image);
    const squeezed = model({ inputs: image, outputs: multiply().apply([image, pooled]) });
    const { rows, columns } = receptiveField(squeezed, 'multiply', 5, 4);
    expect({ rows, columns }).toEqual({ rows: { begin: 0, end: 11 }, columns: { begin: 0, end: 9 } });
  });

  it('is as large as is known of a network: 212 pixels at the end of VGG-16', () => {
    const network = vgg16({ inputShape: [224, 224, 3] });
    const pool = network.layers.findLast((layer) => layer.className === 'MaxPooling2D')!;
    expect(receptiveField(network, pool, 3, 3).size).toEqual([212, 212]);
    const first = sequential([maxPooling2d({ poolSize: 3, strides: 2, inputShape: [9, 9, 1] })]);
    expect(receptiveField(first, 'max_pooling2d', 1, 2)).toEqual({
      rows: { begin: 2, end: 5 },
      columns: { begin: 4, end: 7 },
      size: [3, 3],
    });
  });

  it('passes by shortcuts that add channels: 81 pixels at the end of ResNet-20', () => {
    const network = resnet20();
    const last = network.layers.findLast((layer) => layer.className === 'Activation')!;
    // Eight convolutions see pixels, six every other, five every fourth: 1 + 8 · 2 + 6 · 4 + 5 · 8.
    expect(receptiveField(network, last, 3, 3).size).toEqual([81, 81]);
    const moved = sequential([
      reshape({ targetShape: [99, 1, 1], inputShape }),
      zeroPadding2d({
        padding: [
          [1, 0],
          [0, 0],
        ],
      }),
      cropping2d({
        cropping: [
          [0, 1],
          [0, 0],
        ],
      }),
      reshape({ targetShape: [11, 9, 1] }),
    ]);
    expect(() => receptiveField(moved, 'reshape_1', 0, 0)).toThrow('does not keep rows and columns apart');
  });

  it('says where there is none', () => {
    const tested = sequential([
      conv2d({ filters: 2, kernelSize: 3, inputShape }),
      flatten(),
      dense({ units: 2 }),
    ]);
    expect(() => receptiveField(tested, 'dense', 0, 0)).toThrow('both need rows and columns');
    expect(() => receptiveField(tested, 'conv2d', 9, 0)).toThrow('has positions 0 to 8');
    expect(() => receptiveField(tested, 'conv2d', 0, 0.5)).toThrow('The x of receptiveField is 0.5');
    const image = inputLayer({ shape: inputShape });
    const stacked = model({ inputs: image, outputs: concatenate({ axis: 1 }).apply([image, image]) });
    expect(() => receptiveField(stacked, 'concatenate', 0, 0)).toThrow(
      'does not keep rows and columns apart',
    );
  });
});
