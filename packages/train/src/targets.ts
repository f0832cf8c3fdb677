import { type End, oneOf, type Structure, show } from '@cnn/layers';
import { DataError, formatShape, type Shape, ShapeError, sameShape, Tensor } from '@cnn/tensor';
import type { Goal } from './goals.js';
import type { Loss } from './losses/loss.js';

/** @throws ShapeError when y is not what the loss takes, DataError when a label is no class */
export function checkTarget(
  what: string,
  name: string,
  y: Tensor,
  { output, loss }: Pick<Goal, 'output' | 'loss'>,
): void {
  const outputShape = output.shape.slice(1) as Shape;
  const check = loss.targets === 'labels' ? checkLabels : checkValues;
  check(what, name, y, outputShape, loss);
}

/**
 * The weights of samples for each output, of which some may have none.
 * @throws ShapeError or DataError for what are no weights
 */
export function checkSampleWeights(
  what: string,
  given: Structure<Tensor>,
  samples: number,
  outputs: readonly End[],
): readonly (Tensor | undefined)[] {
  const byName =
    typeof given === 'object' && !(given instanceof Tensor) && !Array.isArray(given) && given !== null;
  const names = outputs.map(({ name }) => name);
  if (byName) for (const name of Object.keys(given)) oneOf('An output in sampleWeight', name, names);
  return outputs.map(({ name, shape }) => {
    const weight = byName ? (given as Readonly<Record<string, Tensor>>)[name] : given;
    if (weight !== undefined) checkSampleWeight(what, weight as Tensor, samples, shape.slice(1) as Shape);
    return weight as Tensor | undefined;
  });
}

function checkLabels(what: string, name: string, y: Tensor, outputShape: Shape, loss: Loss): void {
  const expected = outputShape.slice(0, -1);
  if (y.dtype === 'f32' || !sameButForOnes(y.shape.slice(1), expected)) {
    throw new ShapeError(
      `${what} has ${name} of ${y.dtype} ${formatShape(y.shape)}; ${loss.name} takes class numbers, i32 or u8 ${formatShape([null, ...expected])}. Convert them, or use categoricalCrossentropy for one-hot rows.`,
    );
  }
  const classes = outputShape.at(-1)!;
  const { data } = y;
  for (let index = 0; index < data.length; index++) {
    const label = data[index]!;
    if ((label >= 0 && label < classes) || label === loss.ignoreClass) continue;
    throw new DataError(
      `${what} has the label ${label} at index ${index}${name === 'y' ? '' : ` of ${name}`}; the model knows the classes 0 to ${classes - 1}. Correct the label, or give the last layer more units.`,
    );
  }
}

function checkValues(what: string, name: string, y: Tensor, outputShape: Shape, loss: Loss): void {
  if (sameButForOnes(y.shape.slice(1), outputShape)) return;
  throw new ShapeError(
    `${what} has ${name} of shape ${formatShape(y.shape)}; ${loss.name} takes the shape of the model's output, ${formatShape([null, ...outputShape])}. Pass one value for each output${loss.name === 'categoricalCrossentropy' ? ', or use sparseCategoricalCrossentropy for class numbers' : ''}.`,
  );
}

function checkSampleWeight(what: string, weight: Tensor, samples: number, outputShape: Shape): void {
  if (!(weight instanceof Tensor)) {
    throw new DataError(
      `${what} has the sampleWeight ${show(weight)}; it must be a tensor. Pass tensor(weights, [${samples}]) for instance.`,
    );
  }
  const parts = outputShape.slice(0, -1);
  const fits = [[], parts].some((shape) => sameButForOnes(weight.shape.slice(1), shape));
  if (weight.shape[0] !== samples || !fits) {
    const other = parts.length > 0 ? `, or ${formatShape([samples, ...parts])} for its parts` : '';
    throw new ShapeError(
      `${what} has a sampleWeight of shape ${formatShape(weight.shape)}; it must be [${samples}], a weight for each sample${other}. Reshape it, or leave it out.`,
    );
  }
  const index = weight.data.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (index < 0) return;
  throw new DataError(
    `${what} has the sampleWeight ${weight.data[index]} at index ${index}; weights must be finite numbers, 0 or more. Correct it.`,
  );
}

/** Whether shapes are the same up to axes of one at the end, which `[samples, 1]` for `[samples]` is. */
function sameButForOnes(given: Shape, expected: Shape): boolean {
  return sameShape(withoutOnes(given), withoutOnes(expected));
}

function withoutOnes(shape: Shape): Shape {
  return shape.slice(0, shape.findLastIndex((axis) => axis !== 1) + 1);
}
