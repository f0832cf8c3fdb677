import { describe, type Model } from '@cnn/layers';
import type { Command } from 'commander';
import { oneOf } from '../arguments.js';
import { catalog, type DataName } from '../catalog.js';
import { UsageError } from '../errors.js';
import { examples } from '../invocation.js';
import { buildModel, type ModelName, modelNames } from '../models.js';
import { batchSizeOption, command, dataOption, jsonOption, type OutputOptions } from '../options.js';
import { Terminal } from '../terminal.js';
import { loadWeights } from '../weights.js';

interface SummaryOptions extends OutputOptions {
  model?: ModelName;
  weights?: string;
  data?: DataName;
  batchSize: number;
}

/** `summary`: what a model is made of and what it takes to train it. */
export function summaryCommand(): Command {
  return command('summary', "Show a model's layers, shapes, parameters, operations and memory.")
    .option('--model <name>', `model to show: ${modelNames.join(', ')}`, oneOf('--model', modelNames))
    .option('--weights <run|file>', 'instead of --model: a run folder or a .safetensors file')
    .addOption(dataOption('with --model, the data set that it is built for (default: cifar10)'))
    .addOption(batchSizeOption('images in a step, for the memory that training needs'))
    .addOption(jsonOption('the same as one object'))
    .addHelpText(
      'after',
      examples([
        ['summary --model simple-cnn', 'The reference network'],
        [
          'summary --model simple-cnn --data mnist --batch-size 128',
          'For grey 28×28 images, in large batches',
        ],
        ['summary --weights runs/my-run', 'What a run trained'],
      ]),
    )
    .action(summary);
}

async function summary(options: SummaryOptions): Promise<void> {
  const { batchSize, json = false } = options;
  const terminal = new Terminal({ json });
  const model = await chosenModel(options);
  if (json) return terminal.object(describe(model, { batchSize }));
  terminal.line(model.summary({ batchSize }));
}

async function chosenModel({ model, weights, data }: SummaryOptions): Promise<Model> {
  if (weights === undefined) {
    const { imageShape, classes } = catalog[data ?? 'cifar10'];
    return buildModel(model ?? 'simple-cnn', { inputShape: imageShape, classes, seed: 0 });
  }
  if (model !== undefined || data !== undefined) {
    throw new UsageError(
      `--weights was given together with ${model === undefined ? '--data' : '--model'}; a saved model knows its layers and shapes, so leave one of the two out.`,
    );
  }
  return (await loadWeights(weights)).model;
}
