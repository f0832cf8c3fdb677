import { describe, type Model } from '@cnn/layers';
import type { Command } from 'commander';
import { catalog, usualData } from '../catalog.js';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { UsageError } from '../errors.js';
import { expectFiltersToChoose } from '../fitting-task.js';
import { path, wholeNumber } from '../kinds.js';
import { imageShapeFor, taskOfModel, usualModel } from '../models.js';
import { builtFor } from '../run-model.js';
import { flagOf, optional, type Values } from '../settings.js';
import { Terminal } from '../terminal.js';
import { loadWeights } from '../weights.js';

const settings = {
  model: common.model(`model to show (default: ${usualModel})`),
  weights: optional(path('<run|file>'), 'instead of --model: a run folder or a .safetensors file'),
  data: common.dataName('with --model, the data set that it is built for'),
  imageSize: optional(
    wholeNumber(1, 64),
    'with --model, height and width of the images (default: those of the data set)',
  ),
  filters: common.filters,
  batchSize: common.batchSize('images in a step, for the memory that training needs'),
  json: common.json('the same as one object'),
};

type SummaryOptions = Values<typeof settings>;

/** `summary`: what a model is made of and what it takes to train it. */
export function summaryCommand(): Command {
  return command('summary', "Show a model's layers, shapes, parameters, operations and memory.", settings, {
    examples: [
      ['summary --model simple-cnn', 'The reference network'],
      ['summary --model simple-cnn --data mnist --batch-size 128', 'For grey 28×28 images, in large batches'],
      ['summary --model unet --image-size 128', 'For larger images'],
      ['summary --weights runs/my-run', 'What a run trained'],
    ],
  }).action(summary);
}

async function summary(options: SummaryOptions): Promise<void> {
  const { batchSize, json = false } = options;
  const terminal = new Terminal({ json });
  const model = await chosenModel(options);
  if (json) return terminal.object(describe(model, { batchSize }));
  const { columns: lineLength } = terminal;
  terminal.line(model.summary({ batchSize, ...(lineLength && { lineLength }) }));
}

async function chosenModel({ weights, ...ofModel }: SummaryOptions): Promise<Model> {
  if (weights === undefined) return builtModel(ofModel);
  const stray = (['model', 'data', 'imageSize', 'filters'] as const).find(
    (name) => ofModel[name] !== undefined,
  );
  if (stray !== undefined) {
    throw new UsageError(
      `--weights was given together with ${flagOf(stray)}; a saved model knows its layers and shapes, so leave one of the two out.`,
    );
  }
  return (await loadWeights(weights)).model;
}

/** @throws UsageError when the network cannot be built for images of that size, or in that width */
function builtModel({
  model: name = usualModel,
  data,
  imageSize,
  filters,
}: Omit<SummaryOptions, 'weights'>): Model {
  expectFiltersToChoose({ model: name, filters });
  const built = data ?? usualData(taskOfModel(name));
  const [height, width, channels] = imageShapeFor(name, built) as [number, number, number];
  const inputShape = [imageSize ?? height, imageSize ?? width, channels];
  const { classes } = catalog[built];
  return builtFor(name, { inputShape, classes, seed: 0, filters }, '--image-size or --model');
}
