import { ConfigError, interpret, randomStream, ShapeError, sizeOf, Tensor, toNdArray } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { expectClose, referenceFeeds } from '../test/check-layer.js';
import { inferContext, trainContext } from './context.js';
import { describe as describeModel } from './describe.js';
import { inputLayer } from './input-layer.js';
import { loadModel, saveModel } from './io/model-file.js';
import { modelFromJSON } from './io/model-from-keras.js';
import { activation } from './layers/activation.js';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { dropout } from './layers/dropout.js';
import { flatten } from './layers/flatten.js';
import { rescaling } from './layers/rescaling.js';
import { type AnyModel, type Ends, model } from './model.js';
import { sequential } from './sequential.js';
import type { SymbolicTensor } from './symbolic-tensor.js';

function randomTensor(seed: number, shape: readonly number[]): Tensor<'f32'> {
  const stream = randomStream(seed, 'model');
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => stream.normal()),
  );
}

/** Two inputs through one shared layer, and two outputs. */
function twins(seed = 1) {
  const left = inputLayer({ shape: [4], name: 'left' });
  const right = inputLayer({ shape: [4], name: 'right' });
  const shared = dense({ units: 3, activation: 'tanh' });
  const [a, b] = [shared.apply(left), shared.apply(right)];
  const scores = dense({ units: 2, activation: 'softmax', name: 'scores' }).apply(a);
  return model({ inputs: { right, left }, outputs: [scores, b], name: 'twins', seed });
}

/** What the references compute. */
function expected(tested: AnyModel, inputs: readonly Tensor<'f32' | 'u8'>[]) {
  const values = tested.inputValues(
    inputs[0]!.shape[0]!,
    inputs.map(({ dtype }) => dtype),
  );
  const feeds = values.map((value, i) => [value, inputs[i]!] as const);
  return interpret(tested.callOn(values, inferContext), referenceFeeds(tested, feeds));
}

describe('model', () => {
  it('is what a sequence is when its layers are applied one after another', async () => {
    const image = inputLayer({ shape: [6, 6, 1] });
    const features = conv2d({ filters: 2, kernelSize: 3, activation: 'relu' }).apply(image);
    const outputs = dense({ units: 3 }).apply(flatten().apply(features));
    const functional = model({ inputs: image, outputs, seed: 4 });
    const layers = [
      conv2d({ filters: 2, kernelSize: 3, activation: 'relu', inputShape: [6, 6, 1] }),
      flatten(),
      dense({ units: 3 }),
    ];
    const straight = sequential(layers, { seed: 4 });
    expect(functional.getWeights()).toEqual(straight.getWeights());
    expect([functional.inputShape, functional.outputShape]).toEqual([
      [null, 6, 6, 1],
      [null, 3],
    ]);
    const x = randomTensor(1, [5, 6, 6, 1]);
    expect((await functional.predict(x)).data).toEqual((await straight.predict(x)).data);
    expect(functional.summary().replace('functional', 'sequential')).toBe(straight.summary());
  });

  it('takes and gives several tensors, with one set of weights for a layer at two places', async () => {
    const tested = twins();
    expect(tested.weights.map(({ name }) => name)).toEqual([
      'dense/kernel',
      'dense/bias',
      'scores/kernel',
      'scores/bias',
    ]);
    const left = randomTensor(1, [7, 4]);
    const right = randomTensor(2, [7, 4]);
    const [scores, b] = await tested.predict({ left, right }, { batchSize: 3 });
    const [expectedScores, expectedB] = expected(tested, [left, right]);
    expectClose(scores!, expectedScores!);
    expectClose(b!, expectedB!);
    const [, same] = await tested.predict({ left: right, right: left });
    expect(same!.data).not.toEqual(b!.data);
    const [, swapped] = await tested.predict({ left: right, right });
    expectClose(swapped!, toNdArray(b!));
  });

  it('keeps its structure in Keras JSON and in files', async () => {
    const tested = twins();
    const json = JSON.stringify(tested);
    type Twins = [{ left: SymbolicTensor; right: SymbolicTensor }, readonly SymbolicTensor[]];
    const copy = modelFromJSON<Twins[0], Twins[1]>(json);
    expect(JSON.stringify(copy)).toBe(json);
    expect(copy.getWeights()).toEqual(tested.getWeights());
    tested.setWeights(twins(9).getWeights());
    const loaded = loadModel<Twins[0], Twins[1]>(saveModel(tested));
    const x = { left: randomTensor(1, [2, 4]), right: randomTensor(2, [2, 4]) };
    expect(await loaded.predict(x)).toEqual(await tested.predict(x));
  });

  it('takes one tensor alone or in a list, whatever its only input is', async () => {
    const x = randomTensor(3, [2, 4]);
    const made = (structure: (end: SymbolicTensor) => Ends): AnyModel => {
      const image = inputLayer({ shape: [4], name: 'image' });
      return model({ inputs: structure(image), outputs: [dense({ units: 3 }).apply(image)] });
    };
    const listed = made((end) => [end]);
    const results = await Promise.all([
      listed.predict(x as never),
      listed.predict([x]),
      made((end) => end).predict([x] as never),
      made((end) => ({ end })).predict(x as never),
      modelFromJSON<Ends, Ends>(listed.toJSON()).predict([x]),
    ]);
    for (const result of results) expect(result).toEqual(results[0]);
    expect(results[0]).toHaveLength(1);
    await expect(listed.predict([[1, 2, 3, 4]] as never)).rejects.toThrow(
      'was given a list of 1; it takes one tensor',
    );
  });

  it('gives bytes to rescaling as they are, and to other layers as 0 … 1', () => {
    const image = inputLayer({ shape: [1, 1, 2] });
    const raw = rescaling({ scale: 1, offset: 1 }).apply(image);
    const scaled = activation('linear').apply(image);
    const tested = model({ inputs: image, outputs: { raw, scaled } });
    const bytes = new Tensor('u8', [1, 1, 1, 2], Uint8Array.of(51, 255));
    const [ofRaw, ofScaled] = expected(tested, [bytes]);
    expect([...ofRaw!.data]).toEqual([52, 256]);
    expect(ofScaled!.data[0]).toBeCloseTo(0.2, 6);
    expect(ofScaled!.data[1]).toBeCloseTo(1, 6);
  });

  it('drops other elements at each place of a dropout', () => {
    const image = inputLayer({ shape: [64] });
    const layer = dropout({ rate: 0.5 });
    const tested = model({ inputs: image, outputs: [layer.apply(image), layer.apply(image)] });
    const context = trainContext();
    const [x] = tested.inputValues(1, ['f32']);
    const outputs = tested.callOn([x!], context);
    const feeds = new Map([
      [x!, { shape: [1, 64], data: new Float64Array(64).fill(1) }],
      [context.key!, { shape: [2], data: Float64Array.of(3, 4) }],
    ]);
    const [a, b] = interpret(outputs, feeds);
    expect(a!.data).not.toEqual(b!.data);
  });

  it('orders layers by their distance from the outputs, as Keras does, and numbers names', () => {
    const image = inputLayer({ shape: [3] });
    const short = dense({ units: 1 });
    const first = dense({ units: 2 });
    const second = dense({ units: 1 });
    const tested = model({
      inputs: image,
      outputs: [short.apply(image), second.apply(first.apply(image))],
    });
    expect(tested.layers).toEqual([first, short, second]);
    expect(tested.layers.map(({ name }) => name)).toEqual(['dense', 'dense_1', 'dense_2']);
    expect(tested.outputEnds.map(({ name }) => name)).toEqual(['dense_1', 'dense_2']);
  });

  it('says in its summary what is connected to what, and counts a shared layer once, its operations twice', () => {
    const tested = twins();
    const { flops, layers, parameters } = describeModel(tested);
    expect(layers.map(({ name, inputs, flops: each }) => [name, inputs, each])).toEqual([
      ['left', [], 0],
      ['dense', ['left', 'right'], 2 * 2 * 4 * 3],
      ['right', [], 0],
      ['scores', ['dense'], 2 * 3 * 2],
    ]);
    expect(parameters.total).toBe(4 * 3 + 3 + 3 * 2 + 2);
    expect(flops).toEqual({ forward: 60, training: 2 * 48 + 3 * 12 });
    const lines = tested.summary().split('\n');
    expect(lines[2]).toMatch(/FLOPs per input {2}Connected to$/);
    expect(lines[5]).toMatch(/^dense \(Dense\) .* left, right$/);
  });

  it('refuses what is no graph of layers', () => {
    const [a, b] = [inputLayer({ shape: [2], name: 'a' }), inputLayer({ shape: [2], name: 'b' })];
    const layer = dense({ units: 1 });
    const y = layer.apply(a);
    expect(() => model({ inputs: b, outputs: y })).toThrow(
      "The model 'functional' is disconnected: Dense needs the inputLayer 'a', [null, 2], which is not among the model's inputs. Add it",
    );
    expect(() => model({ inputs: [a, b], outputs: y })).toThrow(
      "has the inputLayer 'b', [null, 2], among its inputs, which none of its outputs depends on",
    );
    expect(() => model({ inputs: [], outputs: y })).toThrow('was given no inputs');
    expect(() => model({ inputs: [a, a], outputs: y })).toThrow('the same input twice');
    expect(() => model({ inputs: y, outputs: y })).toThrow('the output of Dense, [null, 1], as an input');
    expect(() => model({ inputs: a, outputs: layer as never })).toThrow('must come from inputLayer(…)');
    expect(() => model({ inputs: a, outputs: y, sead: 1 } as never)).toThrow("Did you mean 'seed'?");
    model({ inputs: a, outputs: y });
    expect(() => model({ inputs: a, outputs: y })).toThrow('dense (Dense) was given to a second model');
    const twice = dense({ units: 1, name: 'd' }).apply(dense({ units: 1, name: 'd' }).apply(a));
    expect(() => model({ inputs: a, outputs: twice })).toThrow("Two layers are named 'd'");
    expect(() => dense({ units: 1 }).apply(new Tensor('f32', [1], new Float32Array(1)) as never)).toThrow(
      'Dense was applied to a Tensor; it takes what inputLayer(…)',
    );
    expect(() => conv2d({ filters: 1, kernelSize: 3 }).apply(a)).toThrow(ShapeError);
    expect(() => inputLayer({ shape: [] })).toThrow('The shape of an inputLayer is []');
    expect(() => inputLayer({ shape: [1], name: 'a/b' })).toThrow(ConfigError);
  });

  it('refuses to share weights between inputs of different sizes, and leaves the layers usable', () => {
    const [a, b] = [inputLayer({ shape: [2] }), inputLayer({ shape: [3] })];
    const layer = dense({ units: 1 });
    const y = layer.apply(a);
    expect(() => model({ inputs: [a, b], outputs: [y, layer.apply(b)] })).toThrow(
      "dense (Dense) is used for inputs of shape [2] and of [3], but has one 'kernel' for all places, which would be [2, 1] and [3, 1].",
    );
    expect(model({ inputs: a, outputs: y }).countParams()).toBe(3);
    const images = [inputLayer({ shape: [5, 5, 1] }), inputLayer({ shape: [8, 8, 1] })];
    const shared = conv2d({ filters: 1, kernelSize: 3 });
    const maps = images.map((image) => shared.apply(image));
    expect(model({ inputs: images, outputs: maps }).countParams()).toBe(10);
  });

  it('says what it takes when given something else', async () => {
    const tested = twins();
    const x = randomTensor(1, [2, 4]);
    await expect(tested.predict(x as never)).rejects.toThrow(
      "The model 'twins' was given one tensor; it takes an object of tensors, { left, right }",
    );
    await expect(tested.predict({ left: x } as never)).rejects.toThrow('was given left; it takes');
    await expect(tested.predict({ left: x, right: randomTensor(1, [3, 4]) })).rejects.toThrow(
      "was given 2 of 'left' and 3 of 'right'",
    );
    await expect(tested.predict({ left: x, right: randomTensor(1, [2, 5]) })).rejects.toThrow(
      "was given f32 [2, 5] as 'right'; it takes f32 or u8 [null, 4]",
    );
    expect(() => tested.inputShape).toThrow("The model 'twins' has 2 inputs, left, right");
    expect(() => tested.outputShape).toThrow('has 2 outputs, scores, dense');
  });
});
