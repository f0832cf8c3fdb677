import { trainingSize } from '@cnn/train';
import { type DataChoice, type ImageSplits, isDrawnInAnySize, isFolder, usualData } from './catalog.js';
import { type DataRequest, loadData } from './data.js';
import { UsageError } from './errors.js';
import { fingerprint } from './fingerprint.js';
import { counted } from './format.js';
import { imageSizeOf, taskOfModel } from './models.js';
import { expectSameData, type Resumption } from './resumption.js';
import type { Terminal } from './terminal.js';
import type { TrainOptions } from './train-settings.js';

/** What a run trains on and is tested on. */
export interface RunImages {
  readonly data: DataChoice;
  readonly splits: ImageSplits;
  readonly dataFingerprint: string;
}

/**
 * Loads what the options ask for.
 * @throws UsageError when the images are not those that a run was started with, or too few to hold some out; else as
 * {@link loadData}, and what the signal was given as its reason
 */
export async function loadRunImages(
  options: TrainOptions,
  resumption: Resumption | undefined,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<RunImages> {
  const { name: data, splits } = await loadData(requestOf(options), terminal, signal, {
    replaceable: true,
  });
  signal.throwIfAborted();
  expectPartToValidate(options, splits);
  const dataFingerprint = fingerprint(splits);
  if (resumption) expectSameData(resumption, dataFingerprint, splits);
  return { data, splits, dataFingerprint };
}

/** How many images are not held out to validate with. */
export function learnedFrom({ validationSplit }: TrainOptions, { train, validation }: ImageSplits): number {
  return validation ? train.length : trainingSize(train.length, validationSplit);
}

/** The images that were asked for, in the size that the network is for where they have none of their own. */
function requestOf(options: TrainOptions): DataRequest {
  const data = chosenData(options);
  const free = data !== undefined && (isDrawnInAnySize(data) || isFolder(data));
  const imageSize = options.imageSize ?? (free ? imageSizeOf(options.model) : undefined);
  return { ...options, data, imageSize };
}

/** What was named, else what suits the network; undefined: CIFAR-10, or what can be had in its place. */
function chosenData({ data, model }: TrainOptions): DataChoice | undefined {
  const task = taskOfModel(model);
  return data ?? (task === 'classification' ? undefined : usualData(task));
}

/** @throws UsageError when there are too few images to hold that share out */
function expectPartToValidate({ validationSplit }: TrainOptions, { train, validation }: ImageSplits): void {
  if (validation || validationSplit === 0) return;
  const learned = trainingSize(train.length, validationSplit);
  if (learned > 0 && learned < train.length) return;
  throw new UsageError(
    `--validation-split ${validationSplit} leaves ${learned} of ${counted(train.length, 'image')} to train on and ${train.length - learned} to validate with; both need some, so choose another share, or 0 to train without validation, or take more images.`,
  );
}
