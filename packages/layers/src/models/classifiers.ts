import { alexnet } from './alexnet.js';
import { lenet5 } from './lenet5.js';
import { resnet18, resnet34 } from './resnet.js';
import { resnet20, resnet32, resnet44, resnet56, resnet110 } from './resnet-cifar.js';
import { resnet50 } from './resnet50.js';
import { simpleCnn } from './simple-cnn.js';
import { vgg16 } from './vgg16.js';

/** The networks that tell classes of images, by the names that the command line, the page and saved models use. */
export const classifiers = {
  'simple-cnn': simpleCnn,
  lenet5,
  alexnet,
  vgg16,
  resnet18,
  resnet34,
  resnet50,
  resnet20,
  resnet32,
  resnet44,
  resnet56,
  resnet110,
} as const;

export type ClassifierName = keyof typeof classifiers;
