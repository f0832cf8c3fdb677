import { ConfigError, formatShape, type Session, type Tensor } from '@cnn/tensor';
import { compute } from '../compute.js';
import type { Model } from '../model.js';
import { show } from '../options.js';

/** Options of everything that explains why a model sees a class in an image. */
export interface ClassOptions {
  /** Default: the class that the model finds most probable. */
  readonly classIndex?: number;
  /** Where to compute. Default: a session that all models share, made on first use. */
  readonly session?: Session;
}

/** A class of an image, and what the model gives for it. */
export interface ClassOutput {
  readonly classIndex: number;
  /** The model's output for the class: its probability, after a softmax. */
  readonly probability: number;
}

/**
 * The class asked for, or else the most probable one.
 * @param image one, `[1, …inputShape]`
 * @throws ConfigError when the model does not give one number for each class, or there is no such class
 */
export async function classOutput(
  what: string,
  model: Model,
  image: Tensor<'f32' | 'u8'>,
  { classIndex, session }: ClassOptions,
): Promise<ClassOutput> {
  const { outputShape } = model;
  if (outputShape.length !== 2) {
    throw new ConfigError(
      `${what} was given the model '${model.name}', whose outputs are ${formatShape(outputShape)}; it explains the score of a class, out of [null, classes]. Use a model that classifies whole images.`,
    );
  }
  const classes = outputShape[1]!;
  if (
    classIndex !== undefined &&
    !(Number.isInteger(classIndex) && classIndex >= 0 && classIndex < classes)
  ) {
    throw new ConfigError(
      `The classIndex of ${what} is ${show(classIndex)}; the model '${model.name}' knows the classes 0 to ${classes - 1}. Choose one of these, or leave it out.`,
    );
  }
  const [scores] = await compute(model, [image], model.graph.outputs, { batchSize: 1, session });
  const { data } = scores!;
  const chosen = classIndex ?? data.reduce((best, each, i) => (each > data[best]! ? i : best), 0);
  return { classIndex: chosen, probability: data[chosen]! };
}
