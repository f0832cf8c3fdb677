import { gradients, input, matMul, type Session, sigmoid, softmax, Tensor, type Value } from '@cnn/tensor';
import { inferContext } from '../context.js';
import { placeNumber } from '../layer-graph.js';
import type { Model } from '../model.js';
import { inputName, programOf, weightContents } from '../model-program.js';
import { sharedSession } from '../session.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

/** Name of the graph input that picks the class: 1 for it and 0 for the others. */
const CLASS_INPUT = 'class';

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
  const classes = model.outputShape[1]!;
  const mask = new Float32Array(classes);
  mask[classIndex] = 1;
  const { activations, gradient } = program.run(
    {
      key: `score gradient at ${placeNumber(model.graph, place)} of ${x.dtype}`,
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
