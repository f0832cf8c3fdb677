import { readFileSync } from 'node:fs';
import { ConfigError, FormatError, interpret, sizeOf, tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { referenceFeeds } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import { simpleCnn } from '../models/simple-cnn.js';
import { modelFromJSON } from './model-from-keras.js';

/** Made by test/keras-golden.py. */
interface Golden {
  readonly model: object;
  readonly outputs: readonly (readonly number[])[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../../test/keras-golden.json', import.meta.url), 'utf8'),
);

/** A stored model of one layer. */
function stored(className: string, config: object): object {
  const input = { class_name: 'InputLayer', config: { batch_shape: [null, 8, 8, 3] } };
  return {
    class_name: 'Sequential',
    config: { name: 'm', layers: [input, { class_name: className, config }] },
  };
}

describe('modelFromJSON', () => {
  it('reads what Keras writes, and the model computes what it computes in Keras', () => {
    const model = modelFromJSON(golden.model);
    model.setWeights(
      model.weights.map(({ shape }, i) =>
        tensor(
          Float32Array.from({ length: sizeOf(shape) }, (_, element) => Math.sin(1.7 * element + i)),
          shape,
        ),
      ),
    );
    const x = model.inputValue(3);
    const contents = tensor(
      Float32Array.from({ length: sizeOf(x.shape) }, (_, i) => Math.cos(0.9 * i)),
      x.shape,
    );
    const [y] = interpret([model.call(x, inferContext)], referenceFeeds(model, [[x, contents]]));
    golden.outputs.flat().forEach((expected, i) => {
      expect(y!.data[i]).toBeCloseTo(expected, 5);
    });
  });

  it('reads what toJSON gave, as object and as text', () => {
    const model = simpleCnn({ seed: 7 });
    expect(modelFromJSON(model.toJSON()).toJSON()).toEqual(model.toJSON());
    const copy = modelFromJSON(JSON.stringify(model));
    expect(copy.name).toBe('simple_cnn');
    expect(copy.getWeights()).toEqual(model.getWeights());
  });

  it('reads the input shape from the first layer, as older files have it', () => {
    const dense = { class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 5] } };
    const model = modelFromJSON({ class_name: 'Sequential', config: { layers: [dense] } });
    expect([model.inputShape, model.outputShape, model.name]).toEqual([[null, 5], [null, 2], 'sequential']);
  });

  it('names the nearest class or option when one does not exist', () => {
    expect(() => modelFromJSON(stored('Conv3D', {}))).toThrow(ConfigError);
    expect(() => modelFromJSON(stored('Conv3D', {}))).toThrow("Did you mean 'Conv2D'?");
    expect(() => modelFromJSON(stored('Dense', { units: 1, kernal_initializer: 'zeros' }))).toThrow(
      "Did you mean 'kernelInitializer'?",
    );
    expect(() =>
      modelFromJSON(stored('Dense', { units: 1, kernel_initializer: { class_name: 'HeNorm' } })),
    ).toThrow("Did you mean 'heNormal'?");
    expect(() => modelFromJSON(stored('Activation', { activation: 'gelu' }))).toThrow("is 'gelu'; it can be");
  });

  it('refuses what would change the results if it were skipped', () => {
    expect(() => modelFromJSON(stored('Conv2DTranspose', { filters: 1, kernel_size: 3, groups: 3 }))).toThrow(
      'A Conv2DTranspose layer sets groups to 3; here it can only be 1. Build the model without it.',
    );
    expect(() => modelFromJSON(stored('Flatten', { data_format: 'channels_first' }))).toThrow(ConfigError);
    expect(() =>
      modelFromJSON(stored('Dense', { units: 1, kernel_regularizer: { class_name: 'L2' } })),
    ).toThrow('kernel_regularizer');
    expect(() => modelFromJSON({ class_name: 'Custom', config: { layers: [] } })).toThrow("class 'Custom'");
  });

  it('says what is wrong with what is no model', () => {
    expect(() => modelFromJSON('{"class_name":')).toThrow(FormatError);
    expect(() => modelFromJSON('null')).toThrow(
      'A model is null; it must be an object with class_name and config',
    );
    expect(() => modelFromJSON({ class_name: 'Sequential', config: { layers: 3 } })).toThrow(
      'they must be a list',
    );
    expect(() => modelFromJSON({ class_name: 'Sequential', config: { layers: ['dense'] } })).toThrow(
      "Layer 0 of the model is 'dense'",
    );
  });
});
