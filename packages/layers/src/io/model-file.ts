import { ConfigError, FormatError, formatShape, sameShape, type Tensor } from '@cnn/tensor';
import type { AnyModel, Ends, Model } from '../model.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { modelFromJSON } from './model-from-keras.js';
import { readSafetensors, type Safetensors, writeSafetensors } from './safetensors.js';

/** The note that holds the layers; Keras keeps them under this name in its own files. */
const MODEL_NOTE = 'model_config';

/** The note of a checkpoint that tells how far training is. What reads a model alone passes it over. */
export const TRAINING_NOTE = 'training';

/**
 * A model as one `.safetensors` file: its weights by name, its layers in Keras' vocabulary and its `metadata` in
 * the file's notes. Python's `safetensors` opens it, too.
 * @throws ConfigError when the metadata is not text, or takes the name of the layers' note
 */
export function saveModel(model: AnyModel): Uint8Array<ArrayBuffer> {
  return writeSafetensors(modelContents(model));
}

/** What `saveModel` writes, for files that hold more than a model. @throws ConfigError as `saveModel` */
export function modelContents(model: AnyModel): Safetensors {
  for (const [name, note] of Object.entries(model.metadata)) {
    if (name === MODEL_NOTE || name === TRAINING_NOTE) {
      throw new ConfigError(
        `The metadata has an entry '${name}'; ${name === MODEL_NOTE ? 'the layers are' : 'the state of training is'} stored under this name. Choose another.`,
      );
    }
    if (typeof note !== 'string') {
      throw new ConfigError(
        `The metadata '${name}' is a ${typeof note}; it must be text. Turn it into text, with JSON.stringify for instance.`,
      );
    }
  }
  const tensors = new Map<string, Tensor>(model.weights.map(({ name, value }) => [name, value]));
  const metadata = { ...model.metadata, [MODEL_NOTE]: JSON.stringify(model) };
  return { tensors, metadata };
}

/**
 * The model in a file that `saveModel` made, with its weights and metadata. Type parameters as for `modelFromJSON`.
 * @throws FormatError that tells what is wrong with a damaged file; ConfigError when it uses layers that do not exist here
 */
export function loadModel<In extends Ends = SymbolicTensor, Out extends Ends = SymbolicTensor>(
  file: Uint8Array,
): Model<In, Out> {
  const { tensors, metadata } = readSafetensors(file);
  const { [MODEL_NOTE]: json, [TRAINING_NOTE]: _, ...notes } = metadata;
  if (json === undefined) {
    throw new FormatError(
      `The file has tensors, but no layers: its notes have no '${MODEL_NOTE}'. Pass a file that saveModel made; for weights alone, use readSafetensors and model.setWeights.`,
    );
  }
  const model = modelFromJSON<In, Out>(json);
  model.setWeights(
    model.weights.map(({ name, shape }) => {
      const contents = tensors.get(name);
      if (!contents) {
        throw new FormatError(
          `The file has no weight '${name}'; it has ${[...tensors.keys()].join(', ') || 'none'}. Save the model again.`,
        );
      }
      if (contents.dtype !== 'f32' || !sameShape(contents.shape, shape)) {
        throw new FormatError(
          `The file has the weight '${name}' as ${contents.dtype} ${formatShape(contents.shape)}; its layer takes f32 ${formatShape(shape)}. Save the model again.`,
        );
      }
      return contents as Tensor<'f32'>;
    }),
  );
  Object.assign(model.metadata, notes);
  return model;
}
