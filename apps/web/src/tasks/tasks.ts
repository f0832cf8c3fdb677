import type { DataName } from '../engine/protocol/data.js';
import { type ModelName, modelNames } from '../engine/protocol/model.js';
import type { Run } from '../engine/protocol/run.js';
import type { Settings } from '../engine/protocol/settings.js';
import { type FigureName, figureNames, type Task } from '../engine/protocol/task.js';

/** What the page offers for a task, and says of it. */
interface TaskFacts {
  readonly data: readonly [DataName, ...DataName[]];
  /** The first one is taken where nobody has chosen another. */
  readonly models: readonly [ModelName, ...ModelName[]];
  /** What says how well it is done. */
  readonly figure: FigureName;
  /** Whether the classes of two images can be mixed. */
  readonly mixes: boolean;
  /** Whether labels can be smoothed. */
  readonly smooths: boolean;
}

export const tasks: Readonly<Record<Task, TaskFacts>> = {
  classification: {
    data: ['synthetic', 'mnist', 'fashion-mnist', 'cifar10', 'cifar100', 'images', 'camera'],
    models: [
      'simple-cnn',
      'lenet5',
      'resnet20',
      'resnet32',
      'resnet44',
      'resnet56',
      'resnet110',
      'vgg16',
      'alexnet',
      'resnet18',
      'resnet34',
      'resnet50',
    ],
    figure: 'accuracy',
    mixes: true,
    smooths: true,
  },
  segmentation: {
    data: ['synthetic-masks'],
    models: ['unet', 'fcn8s', 'fcn32s'],
    figure: 'meanIoU',
    mixes: false,
    smooths: true,
  },
  detection: {
    data: ['synthetic-boxes'],
    models: ['yolo', 'ssd'],
    figure: 'meanAveragePrecision',
    mixes: false,
    smooths: false,
  },
};

export const taskNames = Object.keys(tasks) as Task[];

export function taskOfData(name: DataName): Task {
  return taskNames.find((task) => tasks[task].data.includes(name))!;
}

export function taskOfModel(name: ModelName): Task {
  return taskNames.find((task) => tasks[task].models.includes(name))!;
}

/** By its network, or for one that the page does not know by the figures that were taken. */
export function taskOfRun({ config, epochs, test }: Pick<Run, 'config' | 'epochs' | 'test'>): Task {
  const known = modelNames.find((name) => name === config.model);
  if (known) return taskOfModel(known);
  const taken = { ...epochs.at(-1), ...test };
  const figure = figureNames.findLast((name) => typeof taken[name] === 'number') ?? 'accuracy';
  return taskNames.find((task) => tasks[task].figure === figure)!;
}

/** Those settings that mean something for a task. */
export function settingsFor(
  task: Task,
  { imageSize, labelSmoothing, augment, ...settings }: Settings,
): Settings {
  const { mixes, smooths } = tasks[task];
  return {
    ...settings,
    ...(imageSize !== undefined && task !== 'classification' && { imageSize }),
    ...(labelSmoothing !== undefined && smooths && { labelSmoothing }),
    ...(augment && { augment: mixes ? augment : augment.filter((name) => !isMixing(name)) }),
  };
}

/** Whether a transform makes one image of two, of two classes. */
export function isMixing(transform: string): boolean {
  return /^(mixup|cutmix)\b/.test(transform);
}
