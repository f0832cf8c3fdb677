import type { Statistics } from '@cnn/datasets';
import {
  type ClassifierName,
  classifiers,
  describe,
  type Model,
  modelFromJSON,
  Sequential,
} from '@cnn/layers';
import { ConfigError, formatShape, MEMORY_LIMIT } from '@cnn/tensor';
import type { LayerSpec, ModelFigures, ModelSpec, Purpose } from './protocol/model.js';
import type { Beginning } from './tasks/task-work.js';
import { about } from './trouble.js';

/** Builds a network that tells classes of images: one of the catalogue, or layers in a row. @throws ConfigError or ShapeError, naming the layer that does not fit */
export function buildClassifier(
  { name, layers }: ModelSpec,
  purpose: Purpose,
  { seed, normalization }: Beginning = { seed: 0 },
): Model {
  const { imageShape: inputShape, classes } = purpose;
  if (!layers) return classifiers[name as ClassifierName]({ inputShape, classes, seed, normalization });
  const [first, ...others] = [...normalizing(normalization), ...layers, scores(classes)];
  const start = { ...first!, config: { ...first!.config, batch_input_shape: [null, ...inputShape] } };
  const config = { name: name.replaceAll('-', '_'), seed, layers: [start, ...others].map(kerasObject) };
  return expectClassifier(modelFromJSON(JSON.stringify({ class_name: 'Sequential', config })));
}

/** Layers may fit together and still end in an image of probabilities. */
function expectClassifier(model: Model): Model {
  const [, ...outputs] = model.outputShape;
  if (outputs.length === 1) return model;
  throw new ConfigError(
    `The layers end in the shape ${formatShape(outputs)}; expected [${outputs.at(-1)}], a number for each class. Add a Flatten or GlobalAveragePooling2D layer.`,
    about({ kind: 'no-classifier', shape: formatShape(outputs), classes: outputs.at(-1)! }),
  );
}

/** A model in figures, for training with batches of a size. */
export function figuresOf(model: Model, batchSize: number): ModelFigures {
  const description = describe(model, { batchSize });
  return {
    layers: description.layers.map(({ name, className, outputShape, parameters }) => ({
      name,
      className,
      outputShape: outputShape.slice(1) as number[],
      parameters,
    })),
    parameters: description.parameters.total,
    flops: description.flops.forward,
    memory: description.memory.total,
    largestBatch: description.memory.total > MEMORY_LIMIT ? description.largestBatchSize : undefined,
    editable: model instanceof Sequential ? layersBeforeLast(model) : undefined,
  };
}

function layersBeforeLast(model: Sequential): LayerSpec[] {
  return model.layers.slice(0, -1).map((layer) => {
    // Names number layers of a kind; after an edit they are numbered anew.
    const { name: _, ...config } = layer.getConfig();
    return { className: layer.className, config };
  });
}

function normalizing(statistics: Statistics | undefined): LayerSpec[] {
  return statistics ? [{ className: 'Normalization', config: { ...statistics } }] : [];
}

function scores(classes: number): LayerSpec {
  return { className: 'Dense', config: { units: classes, activation: 'softmax' } };
}

function kerasObject({ className, config }: LayerSpec): object {
  return { class_name: className, config };
}
