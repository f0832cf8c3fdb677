import { ConfigError, FormatError, type Tensor, tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { flatten } from '../layers/flatten.js';
import { type Sequential, sequential } from '../sequential.js';
import { loadModel, saveModel } from './model-file.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';

function smallModel(): Sequential {
  const layers = [
    conv2d({ filters: 2, kernelSize: 3, inputShape: [5, 5, 1] }),
    flatten(),
    dense({ units: 3 }),
  ];
  return sequential(layers, { name: 'small', seed: 4 });
}

/** The file of a small model with other tensors or notes. */
function changed(
  change: (tensors: Map<string, Tensor>, metadata: Record<string, string>) => void,
): Uint8Array {
  const { tensors, metadata } = readSafetensors(saveModel(smallModel()));
  const changedTensors = new Map(tensors);
  const changedMetadata = { ...metadata };
  change(changedTensors, changedMetadata);
  return writeSafetensors({ tensors: changedTensors, metadata: changedMetadata });
}

describe('saveModel and loadModel', () => {
  it('keep layers, weights and metadata', () => {
    const model = smallModel();
    model.setWeights(
      model.weights.map(({ value: { shape, data } }, i) =>
        tensor(
          data.map((n) => n + i),
          shape,
        ),
      ),
    );
    model.metadata['classNames'] = JSON.stringify(['cat', 'dog', 'größer']);
    const copy = loadModel(saveModel(model));
    expect(copy.toJSON()).toEqual(model.toJSON());
    expect(copy.getWeights()).toEqual(model.getWeights());
    expect(copy.metadata).toEqual(model.metadata);
    expect(saveModel(copy)).toEqual(saveModel(model));
  });

  it('store the weights under their names', () => {
    expect([...readSafetensors(saveModel(smallModel())).tensors.keys()]).toEqual([
      'conv2d/kernel',
      'conv2d/bias',
      'dense/kernel',
      'dense/bias',
    ]);
  });

  it('leave other tensors in the file alone', () => {
    const withMore = changed((tensors) => tensors.set('optimizer/m', tensor([1], [1])));
    expect(loadModel(withMore).getWeights()).toEqual(smallModel().getWeights());
  });

  it('say what is wrong with a file', () => {
    const broken: readonly (readonly [Uint8Array, string])[] = [
      [
        changed((tensors) => tensors.delete('dense/bias')),
        "no weight 'dense/bias'; it has conv2d/kernel, conv2d/bias",
      ],
      [
        changed((tensors) => tensors.set('dense/bias', tensor([1], [1]))),
        "'dense/bias' as f32 [1]; its layer takes f32 [3]",
      ],
      [changed((_, metadata) => delete metadata['model_config']), "its notes have no 'model_config'"],
      [
        changed((_, metadata) => Object.assign(metadata, { model_config: '{' })),
        'The text of a model is not JSON',
      ],
      [saveModel(smallModel()).subarray(0, 900), 'This is no intact safetensors file'],
    ];
    for (const [file, message] of broken) {
      expect(() => loadModel(file)).toThrow(FormatError);
      expect(() => loadModel(file)).toThrow(message);
    }
  });

  it('refuse metadata that cannot be stored', () => {
    const model = smallModel();
    Object.assign(model.metadata, { epochs: 3 });
    expect(() => saveModel(model)).toThrow("The metadata 'epochs' is a number; it must be text.");
    const clash = smallModel();
    clash.metadata['model_config'] = '';
    expect(() => saveModel(clash)).toThrow(ConfigError);
  });
});
