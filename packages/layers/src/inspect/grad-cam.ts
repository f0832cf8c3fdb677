import { ConfigError, formatShape, Tensor } from '@cnn/tensor';
import { Convolution2D } from '../layers/convolution2d.js';
import type { Model } from '../model.js';
import { expectKnownOptions } from '../options.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type ClassOptions, type ClassOutput, classOutput } from './class-output.js';
import { enlarge } from './enlarge.js';
import { oneImage } from './one-image.js';
import { type LayerChoice, placesOf } from './places.js';
import { scoreGradient } from './score-gradient.js';

export interface GradCamOptions extends ClassOptions {
  /**
   * The layer whose feature maps are weighed, or its name. Default: the last that gives feature maps as large as
   * those of the last convolution: that convolution, or its normalisation, activation or addition.
   */
  readonly layer?: LayerChoice;
}

/** Where a model sees a class. */
export interface GradCam extends ClassOutput {
  /** Name of the layer. */
  readonly layer: string;
  /** How much each channel of the layer speaks for the class: the mean gradient of the score, `[channels]`. */
  readonly weights: Tensor<'f32'>;
  /** The positive part of the weighted sum of the feature maps, in the size of these, `[rows, columns]`. */
  readonly map: Tensor<'f32'>;
  /** The map in the size of the image, from 0 to 1 for the largest, `[height, width]`; all 0 where nothing speaks for the class. */
  readonly heatmap: Tensor<'f32'>;
}

/**
 * Gradient-weighted class activation mapping: shows which parts of an image speak for a class. Each channel of a
 * convolution counts as much as the class's score, before the softmax, grows with it on average.
 * Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", ICCV 2017.
 *
 * Costs two forward passes and one backward pass of the image, down to the layer; plans and session are kept for the
 * next call, so it can be called while the model trains, with the weights of that moment.
 * @param image one image, `[height, width, channels]` or with a batch axis of 1; bytes or floats, as `predict` takes it
 * @throws ConfigError when the model does not classify images, or has no such class or layer; ShapeError for what
 * is not one image
 * @example
 * const { heatmap, classIndex, probability } = await gradCam(model, image);
 */
export async function gradCam(model: Model, image: Tensor, options: GradCamOptions = {}): Promise<GradCam> {
  expectKnownOptions('gradCam', options, ['classIndex', 'layer', 'session']);
  const { layer, session } = options;
  const x = oneImage(model, image);
  const place = layer === undefined ? lastFeatureMaps(model) : chosenFeatureMaps(model, layer);
  const { classIndex, probability } = await classOutput('gradCam', model, x, options);
  const { activations, gradient } = await scoreGradient(model, x, place, classIndex, session);
  const [, rows, columns, channels] = activations.shape as [number, number, number, number];
  const weights = channelMeans(gradient.data, channels);
  const map = new Tensor('f32', [rows, columns], weightedSum(activations.data, weights));
  const [, height, width] = x.shape as [number, number, number, number];
  return {
    classIndex,
    probability,
    layer: place.call!.layer.name,
    weights: new Tensor('f32', [channels], weights),
    map,
    heatmap: toLargest(enlarge(map, height, width)),
  };
}

function chosenFeatureMaps(model: Model, layer: LayerChoice): SymbolicTensor {
  const place = placesOf(model, layer).at(-1)!;
  if (place.shape.length === 4) return place;
  throw new ConfigError(
    `gradCam was asked for the layer ${place.call!.layer.label}, which gives ${formatShape(place.shape)}; it weighs feature maps, [null, rows, columns, channels]. Choose a layer before flatten or global pooling.`,
  );
}

function lastFeatureMaps(model: Model): SymbolicTensor {
  const { tensors } = model.graph;
  const convolution = tensors.findLast(({ call }) => call!.layer instanceof Convolution2D);
  if (!convolution) {
    throw new ConfigError(
      `gradCam was given the model '${model.name}', which has no convolution; it weighs the feature maps of one. Name another layer that gives [null, rows, columns, channels], or use occlusion.`,
    );
  }
  const [, rows, columns] = convolution.shape;
  return tensors.findLast(({ shape }) => shape.length === 4 && shape[1] === rows && shape[2] === columns)!;
}

/** Means over all positions. */
function channelMeans(gradient: Float32Array, channels: number): Float32Array<ArrayBuffer> {
  const sums = new Float64Array(channels);
  for (let i = 0; i < gradient.length; i++) sums[i % channels]! += gradient[i]!;
  return Float32Array.from(sums, (sum) => sum / (gradient.length / channels));
}

/** For each position max(0, Σ weight · activation). */
function weightedSum(activations: Float32Array, weights: Float32Array): Float32Array<ArrayBuffer> {
  const channels = weights.length;
  return Float32Array.from({ length: activations.length / channels }, (_, position) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += weights[channel]! * activations[position * channels + channel]!;
    }
    return Math.max(0, sum);
  });
}

function toLargest({ shape, data }: Tensor<'f32'>): Tensor<'f32'> {
  const largest = data.reduce((most, each) => Math.max(most, each), 0);
  return largest > 0
    ? new Tensor(
        'f32',
        shape,
        data.map((each) => each / largest),
      )
    : new Tensor('f32', shape, data);
}
