import type { Tensor } from '@cnn/tensor';
import type { ActivationName } from '../activations.js';
import type { BaseLayer } from '../base-layer.js';
import { Activation } from '../layers/activation.js';
import { BatchNormalization } from '../layers/batch-normalization.js';
import type { Conv2D } from '../layers/conv2d.js';
import { Conv2DTranspose } from '../layers/conv2d-transpose.js';
import { Convolution2D } from '../layers/convolution2d.js';
import { Dense } from '../layers/dense.js';
import { DepthwiseConv2D } from '../layers/depthwise-conv2d.js';
import { SeparableConv2D } from '../layers/separable-conv2d.js';

/** How a layer weighs its inputs for one channel of its output. */
export interface Weighing {
  /** Channels of the input that count. */
  readonly channels: readonly number[];
  /** The weight of an element of the window, for one of these channels. */
  weight(row: number, column: number, channel: number): number;
  readonly bias: number;
  readonly activation: ActivationName;
}

/**
 * The weights that make a channel of a layer's output.
 * @param depth channels of the layer's input
 * @returns undefined for a layer that adds up no products
 */
export function weighingOf(layer: BaseLayer, channel: number, depth: number): Weighing | undefined {
  if (layer instanceof Convolution2D || layer instanceof Dense) {
    const { activation, useBias } = layer;
    const bias = useBias ? contents(layer, 'bias')[channel]! : 0;
    return { ...kernelOf(layer, channel, depth), bias, activation };
  }
  if (layer instanceof BatchNormalization) return normalizing(layer, channel);
  if (!(layer instanceof Activation)) return undefined;
  return { channels: [channel], weight: () => 1, bias: 0, activation: layer.activation };
}

type Kernel = Pick<Weighing, 'channels' | 'weight'>;

function kernelOf(layer: Convolution2D | Dense, filter: number, depth: number): Kernel {
  if (layer instanceof Dense) {
    const kernel = contents(layer, 'kernel');
    return {
      channels: range(0, depth),
      weight: (_row, _column, input) => kernel[input * layer.units + filter]!,
    };
  }
  const width = layer.kernelSize[1];
  const element = (row: number, column: number): number => row * width + column;
  if (layer instanceof SeparableConv2D) return separableKernel(layer, filter, depth, element);
  if (layer instanceof DepthwiseConv2D) {
    const kernel = contents(layer, 'kernel');
    return {
      channels: [Math.floor(filter / layer.depthMultiplier)],
      weight: (row, column) => kernel[element(row, column) * depth * layer.depthMultiplier + filter]!,
    };
  }
  if (layer instanceof Conv2DTranspose) {
    const kernel = contents(layer, 'kernel');
    return {
      channels: range(0, depth),
      weight: (row, column, input) =>
        kernel[(element(row, column) * layer.filters + filter) * depth + input]!,
    };
  }
  return groupKernel(layer as Conv2D, filter, depth, element);
}

type Element = (row: number, column: number) => number;

/** A filter sees the channels of its group only. */
function groupKernel(layer: Conv2D, filter: number, depth: number, element: Element): Kernel {
  const { filters, groups } = layer;
  const kernel = contents(layer, 'kernel');
  const seen = depth / groups;
  const first = Math.floor((filter * groups) / filters) * seen;
  return {
    channels: range(first, seen),
    weight: (row, column, input) => kernel[(element(row, column) * seen + input - first) * filters + filter]!,
  };
}

/** Filters for each channel, mixed by another one of a single pixel: together they are the kernel of one convolution. */
function separableKernel(layer: SeparableConv2D, filter: number, depth: number, element: Element): Kernel {
  const { depthMultiplier, filters } = layer;
  const depthwise = contents(layer, 'depthwise_kernel');
  const pointwise = contents(layer, 'pointwise_kernel');
  return {
    channels: range(0, depth),
    weight: (row, column, input) =>
      range(input * depthMultiplier, depthMultiplier).reduce(
        (sum, between) =>
          sum +
          depthwise[element(row, column) * depth * depthMultiplier + between]! *
            pointwise[between * filters + filter]!,
        0,
      ),
  };
}

/** (x − mean) / deviation · gamma + beta is one product and a bias. */
function normalizing(layer: BatchNormalization, channel: number): Weighing {
  const gamma = layer.scale ? contents(layer, 'gamma')[channel]! : 1;
  const beta = layer.center ? contents(layer, 'beta')[channel]! : 0;
  const mean = contents(layer, 'moving_mean')[channel]!;
  const factor = gamma / Math.sqrt(contents(layer, 'moving_variance')[channel]! + layer.epsilon);
  return {
    channels: [channel],
    weight: () => factor,
    bias: beta - mean * factor,
    activation: 'linear',
  };
}

function contents(layer: BaseLayer, role: string): Tensor<'f32'>['data'] {
  return layer.weights.find(({ name }) => name === `${layer.name}/${role}`)!.value.data;
}

function range(begin: number, length: number): number[] {
  return Array.from({ length }, (_, i) => begin + i);
}
