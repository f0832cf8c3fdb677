import type { ClassifierName, SegmenterName } from '@cnn/layers';
import type { FigureName, Task } from '../engine/protocol/task.js';

type Architecture = ClassifierName | SegmenterName | 'yolo' | 'ssd';

/** What the page offers for a task, and says of it. */
interface TaskFacts<Data extends string, Model extends Architecture> {
  readonly data: readonly [Data, ...Data[]];
  /** The first one is taken where nobody has chosen another. */
  readonly models: readonly [Model, ...Model[]];
  /** What says how well it is done. */
  readonly figure: FigureName;
  /** Whether labels are of images as a whole, which can be mixed; those of places can be put together. */
  readonly mixes: boolean;
  /** Whether labels can be smoothed. */
  readonly smooths: boolean;
}

const facts = {
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
} as const satisfies Readonly<Record<Task, TaskFacts<string, Architecture>>>;

/** A kind of data; the names are those of the command line, and `images` and `camera` are a person's own. */
export type DataName = (typeof facts)[Task]['data'][number];

/** A model of the catalogue, by its name on the command line. */
export type ModelName = (typeof facts)[Task]['models'][number];

export const tasks: Readonly<Record<Task, TaskFacts<DataName, ModelName>>> = facts;

export const taskNames = Object.keys(tasks) as Task[];

export const dataNames = taskNames.flatMap((task) => tasks[task].data);

export const modelNames = taskNames.flatMap((task) => tasks[task].models);

export function taskOfData(name: DataName): Task {
  return taskNames.find((task) => tasks[task].data.includes(name))!;
}

export function taskOfModel(name: ModelName): Task {
  return taskNames.find((task) => tasks[task].models.includes(name))!;
}
