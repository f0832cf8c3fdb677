import {
  ConfigError,
  formatShape,
  gradients,
  input,
  matMul,
  type Session,
  sigmoid,
  softmax,
  Tensor,
  type Value,
} from '@cnn/tensor';
import { inferContext } from '../context.js';
import type { Model } from '../model.js';
import { inputName, programOf, weightContents } from '../model-program.js';
import { show } from '../options.js';
import { sharedSession } from '../session.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

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

/** Name of the graph input that picks the class: 1 for it and 0 for the others. */
const CLASS_INPUT = 'class';

/**
 * The class asked for, or else the most probable one.
 * @param image one, `[1, …inputShape]`
 * @throws ConfigError when the model does not give one number for each class, or there is no such class
 */
export async function classOutput(
  what: string,
  model: Model,
  image: Tensor,
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
  const { data } = await model.predict(image, session ? { session } : {});
  const chosen = classIndex ?? data.reduce((best, each, i) => (each > data[best]! ? i : best), 0);
  return { classIndex: chosen, probability: data[chosen]! };
}

/**
 * What a model has at a place for an image, and the gradient of a class's score with respect to it. The score is
 * what comes before a softmax or sigmoid at the end, whose own gradient vanishes where the model is sure.
 * @param x f32 or u8 `[1, …inputShape]`
 */
export async function scoreGradient(
  model: Model,
  x: Tensor<'f32' | 'u8'>,
  place: SymbolicTensor,
  classIndex: number,
  session: Session | undefined,
): Promise<{ activations: Tensor<'f32'>; gradient: Tensor<'f32'> }> {
  const program = programOf(model, session ?? (await sharedSession()));
  const value = model.inputValue(1, x.dtype);
  const number = [...model.graph.inputs, ...model.graph.tensors].indexOf(place);
  const classes = model.outputShape[1]!;
  const mask = new Float32Array(classes);
  mask[classIndex] = 1;
  const { activations, gradient } = program.run(
    {
      key: `score gradient at ${number} of ${x.dtype}`,
      outputs: () => {
        const values = model.valuesOn([value], inferContext);
        const at = values.get(place)!;
        const scores = scoresBehind(values.get(model.graph.outputs[0]!)!);
        const score = matMul({ a: scores, b: input(CLASS_INPUT, [classes, 1]) }, {}).y;
        return { activations: at, gradient: gradients(score, [at])[0]! };
      },
    },
    { [inputName(value)]: x, [CLASS_INPUT]: new Tensor('f32', [classes, 1], mask) },
    weightContents(model),
  );
  return { activations: activations!, gradient: gradient! };
}

/** What a softmax or sigmoid at the end is applied to; other outputs as they are. */
function scoresBehind(output: Value): Value {
  if (output.source.kind !== 'node') return output;
  const { op, inputs } = output.source.node;
  return op === softmax || op === sigmoid ? inputs['x']! : output;
}
