import { ConfigError, Tensor } from '@cnn/tensor';
import { Rescaling } from '../layers/rescaling.js';
import type { Model } from '../model.js';
import { expectKnownOptions } from '../options.js';
import { type ClassOptions, type ClassOutput, classOutput } from './class-output.js';
import { oneImage } from './one-image.js';
import { scoreGradient } from './score-gradient.js';

/** Which pixels a class depends on. */
export interface Saliency extends ClassOutput {
  /** How fast the class's score changes with each number of the image, `[height, width, channels]`. */
  readonly gradient: Tensor<'f32'>;
  /** The largest size of that among the channels of each pixel, `[height, width]`. */
  readonly map: Tensor<'f32'>;
}

/**
 * The gradient of a class's score, before the softmax, with respect to the pixels of an image, as floats that the
 * model takes: from 0 to 1, unless it begins with `rescaling`.
 * Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks: visualising image classification models and
 * saliency maps", ICLR 2014 workshop.
 *
 * Costs two forward passes and one backward pass of the image; plans and session are kept for the next call.
 * @param image one image, `[height, width, channels]` or with a batch axis of 1; bytes or floats, as `predict` takes it
 * @throws ConfigError when the model does not classify images or has no such class; ShapeError for what is not one image
 */
export async function saliency(model: Model, image: Tensor, options: ClassOptions = {}): Promise<Saliency> {
  expectKnownOptions('saliency', options, ['classIndex', 'session']);
  const { session } = options;
  const x = asFloats(model, oneImage(model, image));
  const { classIndex, probability } = await classOutput('saliency', model, x, options);
  const { gradient } = await scoreGradient(model, x, model.graph.inputs[0]!, classIndex, session);
  const [, height, width, channels] = gradient.shape as [number, number, number, number];
  const map = Float32Array.from({ length: height * width }, (_, pixel) =>
    gradient.data
      .subarray(pixel * channels, (pixel + 1) * channels)
      .reduce((most, each) => Math.max(most, Math.abs(each)), 0),
  );
  return {
    classIndex,
    probability,
    gradient: gradient.reshape([height, width, channels]),
    map: new Tensor('f32', [height, width], map),
  };
}

/** Bytes as the floats that the model takes for them. @throws ConfigError when it takes them for two kinds of floats */
function asFloats(model: Model, x: Tensor<'f32' | 'u8'>): Tensor<'f32'> {
  if (x.dtype === 'f32') return x as Tensor<'f32'>;
  const { inputs, tensors } = model.graph;
  const takers = tensors.filter(({ call }) => call!.inputs.includes(inputs[0]!));
  const raw = takers.filter(({ call }) => call!.layer instanceof Rescaling);
  if (raw.length > 0 && raw.length < takers.length) {
    throw new ConfigError(
      `The model '${model.name}' takes bytes as 0 … 255 at one place and as 0 … 1 at another, so that no image of floats is the same as one of bytes. Pass floats.`,
    );
  }
  const one = raw.length > 0 ? 1 : 255;
  return new Tensor(
    'f32',
    x.shape,
    Float32Array.from(x.data, (byte) => byte / one),
  );
}
