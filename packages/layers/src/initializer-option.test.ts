import { multiply, randomStream, type Shape, type Value } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../test/check-layer.js';
import { initialize } from './initialize.js';
import {
  constant,
  type Initializer,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
} from './initializers.js';
import { modelFromJSON } from './io/model-from-keras.js';
import { Layer, type WeightSpec } from './layer.js';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { sequential } from './sequential.js';

/** What a stored layer starts from, as it was written and as it is read. */
function read(kernel_initializer: unknown): unknown {
  const config = { units: 2, kernel_initializer, batch_input_shape: [null, 5] };
  const model = modelFromJSON({
    class_name: 'Sequential',
    config: { layers: [{ class_name: 'Dense', config }] },
  });
  const layer = model.layers[0]! as unknown as { kernelInitializer: unknown };
  return layer.kernelInitializer;
}

describe('initializers of layers', () => {
  it('are kept in the config of whole layers', async () => {
    await checkLayer(
      (options) =>
        dense({
          units: 3,
          kernelInitializer: orthogonal({ gain: 0.5 }),
          biasInitializer: constant(0.1),
          ...options,
        }),
      [4],
    );
    const scaling = varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'untruncatedNormal' });
    await checkLayer(
      (options) => conv2d({ filters: 2, kernelSize: 2, kernelInitializer: scaling, ...options }),
      [4, 4, 2],
    );
    const start = (kernelInitializer: 'lecunNormal' | 'truncatedNormal') =>
      sequential([dense({ units: 3, kernelInitializer, inputShape: [4] })], { seed: 3 }).getWeights()[0]!;
    const stream = () => randomStream(3, 'initializer', 'dense/kernel');
    expect(start('lecunNormal')).toEqual(initialize('lecunNormal', [4, 3], stream()));
    expect(start('truncatedNormal')).toEqual(initialize(truncatedNormal(), [4, 3], stream()));
  });

  it('are written as Keras writes them', () => {
    const layer = dense({
      units: 1,
      kernelInitializer: varianceScaling({ scale: 3, mode: 'fanAvg' }),
      biasInitializer: 'lecunUniform',
    });
    expect(layer.getConfig()).toMatchObject({
      kernel_initializer: {
        module: 'keras.initializers',
        class_name: 'VarianceScaling',
        config: { scale: 3, mode: 'fan_avg', distribution: 'truncated_normal' },
        registered_name: null,
      },
      bias_initializer: 'lecun_uniform',
    });
  });

  it('are read as Keras writes them, and as it did', () => {
    const axes = { input_axes: null, output_axes: null };
    expect(read('lecun_normal')).toBe('lecunNormal');
    expect(read('random_normal')).toEqual(randomNormal({ mean: 0, stddev: 0.05 }));
    expect(read({ class_name: 'HeNormal', config: { seed: 3, ...axes } })).toBe('heNormal');
    expect(read({ class_name: 'Zeros', config: { dtype: 'float32' } })).toBe('zeros');
    expect(read({ class_name: 'RandomNormal', config: { mean: 0.0, stddev: 0.02, seed: null } })).toEqual(
      randomNormal({ stddev: 0.02 }),
    );
    expect(read({ class_name: 'RandomUniform', config: { minval: -1, maxval: 2, seed: null } })).toEqual(
      randomUniform({ minval: -1, maxval: 2 }),
    );
    expect(read({ class_name: 'Orthogonal', config: { gain: 2, seed: null } })).toEqual(
      orthogonal({ gain: 2 }),
    );
    expect(read({ class_name: 'Constant', config: { value: 3 } })).toEqual(constant(3));
    const scaling = { scale: 1.0, mode: 'fan_avg', seed: null, ...axes };
    expect(read({ class_name: 'VarianceScaling', config: { ...scaling, distribution: 'uniform' } })).toEqual(
      varianceScaling({ mode: 'fanAvg', distribution: 'uniform' }),
    );
    expect(read({ class_name: 'VarianceScaling', config: { ...scaling, distribution: 'normal' } })).toEqual(
      varianceScaling({ mode: 'fanAvg', distribution: 'truncatedNormal' }),
    );
  });

  it('are those of layers of your own, too', () => {
    class Scale extends Layer {
      readonly start: Initializer;
      constructor(start: Initializer) {
        super('Scale', { inputShape: [3] }, []);
        this.start = start;
      }
      override outputShape(inputShape: Shape): Shape {
        return inputShape;
      }
      override call(x: Value): Value {
        return multiply({ a: x, b: this.weight('scale') }).y;
      }
      protected override weightSpecs(shape: Shape): Readonly<Record<string, WeightSpec>> {
        return { scale: { shape, initializer: this.start } };
      }
    }
    expect([...sequential([new Scale(constant(2))]).getWeights()[0]!.data]).toEqual([2, 2, 2]);
    expect(sequential([new Scale('randomUniform')]).getWeights()[0]!.data[0]).not.toBe(0);
    expect(() => sequential([new Scale('one' as never)])).toThrow(
      "The initializer of the scale of scale (Scale) is 'one'; it can be",
    );
  });

  it('are refused when they mean nothing', () => {
    const start = (kernelInitializer: unknown) => () =>
      dense({ units: 1, kernelInitializer: kernelInitializer as never });
    expect(start('glorot_uniform')).toThrow("Did you mean 'glorotUniform'?");
    expect(start(0.1)).toThrow('The kernelInitializer of Dense is 0.1; it can be');
    expect(start([])).toThrow('The kernelInitializer of Dense is []');
    expect(start({ className: 'RandomNormal', stddev: -1 })).toThrow('The stddev of randomNormal is -1');
    expect(start({ className: 'Identity' })).toThrow("The kernelInitializer of Dense is 'identity'");
    expect(() => read({ class_name: 'HeNormal', config: { input_axes: [0] } })).toThrow(
      "'heNormal' has no options",
    );
    expect(() => randomNormal({ stdev: 1 } as never)).toThrow("Did you mean 'stddev'?");
    expect(() => truncatedNormal({ mean: Number.NaN })).toThrow('The mean of truncatedNormal is NaN');
    expect(() => randomUniform({ minval: 1 })).toThrow('randomUniform goes from 1 to 0.05');
    expect(() => varianceScaling({ mode: 'fan_in' as never })).toThrow("Did you mean 'fanIn'?");
    expect(() => varianceScaling({ scale: 0 })).toThrow('The scale of varianceScaling is 0');
    expect(() => constant('1' as never)).toThrow('The value of constant');
    const bias = dense({ units: 2, biasInitializer: 'orthogonal', inputShape: [2] });
    expect(() => sequential([bias])).toThrow('The bias of dense (Dense) is to start as');
  });
});
