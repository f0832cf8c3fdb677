import { type Statistics, statistics } from '@cnn/datasets';
import { type Model, noteClassifier } from '@cnn/layers';
import { CnnError } from '@cnn/tensor';
import { type ImageSplits, isDrawnInAnySize, isFolder } from './catalog.js';
import { UsageError } from './errors.js';
import { buildModel, type ModelName, type Purpose } from './models.js';
import { learnedFrom, type RunImages } from './run-images.js';
import type { TrainOptions } from './train-settings.js';

/** The network of a new run. @throws UsageError when it cannot be built for images of that size */
export function modelFor(options: TrainOptions, { data, splits }: RunImages): Model {
  const { model: name, seed, imageResize, filters } = options;
  const { x, classNames } = splits.train;
  const normalization = options.normalize ? trainingStatistics(options, splits) : undefined;
  const purpose = { inputShape: x.shape.slice(1), classes: classNames.length, seed, normalization, filters };
  const others = isFolder(data) || isDrawnInAnySize(data) ? '--image-size or --model' : '--model';
  const model = builtFor(name, purpose, others);
  noteClassifier(model, { model: name, data, classNames, imageResize });
  return model;
}

/**
 * @param others which options to choose others for
 * @throws UsageError when the network cannot be built for images of that size
 */
export function builtFor(name: ModelName, purpose: Purpose, others: string): Model {
  try {
    return buildModel(name, purpose);
  } catch (error) {
    if (!(error instanceof CnnError)) throw error;
    const [height, width] = purpose.inputShape;
    throw new UsageError(
      `${name} cannot be built for images of ${height} × ${width} pixels; choose another ${others}. ${error.message}`,
    );
  }
}

/** Of the images that are not held out. */
function trainingStatistics(options: TrainOptions, splits: ImageSplits): Statistics {
  return statistics(splits.train.take(Math.max(1, learnedFrom(options, splits))));
}
