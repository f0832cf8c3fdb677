import type { Task } from '../../engine/protocol/task.js';

/** What networks are for. */
const abilities: Readonly<Record<Task, string>> = {
  classification: 'tell what an image shows',
  segmentation: 'tell what each pixel shows',
  detection: 'find objects',
};

/** The network and its layers, in English. */
export const model = {
  model: {
    heading: 'Model',
    takeBatch: (size: number) => `Take batches of ${size}`,
    choose: 'Network',
    about: {
      'simple-cnn': 'Simple CNN, the reference network',
      lenet5: 'LeNet-5, 1998',
      resnet20: 'ResNet-20',
      resnet32: 'ResNet-32',
      resnet44: 'ResNet-44',
      resnet56: 'ResNet-56',
      resnet110: 'ResNet-110',
      vgg16: 'VGG-16',
      alexnet: 'AlexNet, 2012',
      resnet18: 'ResNet-18',
      resnet34: 'ResNet-34',
      resnet50: 'ResNet-50',
      unet: 'U-Net, 2015',
      fcn8s: 'FCN-8s, 2015',
      fcn32s: 'FCN-32s, 2015',
      yolo: 'YOLO, on one grid',
      ssd: 'SSD, on grids of several sizes',
    },
    replaced: (before: string, task: Task, now: string) =>
      `${before} cannot ${abilities[task]}, so ${now} stands in its place. ${before} comes back, as you left it, with images for it.`,
    edited: 'edited',
    totals: 'Size of the model',
    parameters: 'parameters',
    operations: 'operations per image',
    memory: 'of memory to train',
    layers: 'Layers',
    input: 'Input',
    output: 'one for each class',
    branches: 'This network branches, so its layers cannot be edited as a list.',
    add: 'Add a layer',
    addKind: 'Kind of the new layer',
    moveUp: 'Move up',
    moveDown: 'Move down',
    remove: 'Remove',
    reset: 'Undo all edits',
    options: (layer: string) => `Options of ${layer}`,
    noOptions: 'This layer has no options to set here.',
    building: 'Building …',
  },

  layerFields: {
    filters: 'Filters',
    kernel_size: 'Kernel size',
    strides: 'Strides',
    padding: 'Padding',
    activation: 'Activation',
    pool_size: 'Pool size',
    rate: 'Rate',
    units: 'Units',
    depth_multiplier: 'Depth multiplier',
    momentum: 'Momentum',
  },
};
