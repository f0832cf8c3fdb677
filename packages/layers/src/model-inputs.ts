import { formatShape, ShapeError, Tensor } from '@cnn/tensor';
import type { AnyModel, End } from './model.js';
import { partNames, type Structure } from './structure.js';

/**
 * The tensors of any number of inputs in the order of the model's `inputEnds`.
 * @throws ShapeError when they are not what the model takes
 */
export function checkInputs(model: AnyModel, x: Structure<Tensor>): readonly Tensor<'f32' | 'u8'>[] {
  const ends = model.inputEnds;
  const tensors = unpack(model, x);
  tensors.forEach((tensor, i) => {
    checkInput(model, ends[i]!, tensor);
  });
  const [first] = tensors;
  tensors.forEach((tensor, i) => {
    if (tensor.shape[0] === first!.shape[0]) return;
    throw new ShapeError(
      `The model '${model.name}' was given ${first!.shape[0]} of '${ends[0]!.name}' and ${tensor.shape[0]} of '${ends[i]!.name}'; each input of one needs one of the other. Pass as many of each.`,
    );
  });
  return tensors as readonly Tensor<'f32' | 'u8'>[];
}

/** The tensors in the order of the model's inputs. As in Keras, one tensor may come alone or in a list, whatever they are. */
function unpack(model: AnyModel, x: Structure<Tensor>): readonly Tensor[] {
  const ends = model.inputEnds;
  const names = ends.map(({ name }) => name);
  const byName = partNames(model.inputs);
  if (names.length === 1 && x instanceof Tensor) return [x];
  if (byName && !(x instanceof Tensor) && !Array.isArray(x)) {
    const given = Object.keys(x);
    const record = x as Readonly<Record<string, Tensor>>;
    if (given.length === byName.length && byName.every((name) => record[name] instanceof Tensor))
      return byName.map((name) => record[name]!);
    throw new ShapeError(
      `The model '${model.name}' was given ${given.join(', ') || 'nothing'}; it takes tensors by the names ${names.join(', ')}. Pass one for each.`,
    );
  }
  const areTensors = Array.isArray(x) && x.every((each) => each instanceof Tensor);
  if (!byName && areTensors && x.length === names.length) return x;
  const expected = byName
    ? `an object of tensors, { ${names.join(', ')} }`
    : names.length === 1
      ? 'one tensor'
      : `a list of ${names.length} tensors, [${names.join(', ')}]`;
  const arrived =
    x instanceof Tensor ? 'one tensor' : Array.isArray(x) ? `a list of ${x.length}` : 'an object';
  throw new ShapeError(
    `The model '${model.name}' was given ${arrived}; it takes ${expected}, as its inputs are. Pass that.`,
  );
}

function checkInput(model: AnyModel, end: End, x: Tensor): void {
  const [, ...item] = end.shape;
  const fits = x.shape.length === item.length + 1 && item.every((axis, i) => axis === x.shape[i + 1]);
  if (fits && x.dtype !== 'i32') return;
  const oneItem = x.shape.length === item.length;
  const which = model.inputEnds.length === 1 ? '' : ` as '${end.name}'`;
  throw new ShapeError(
    `The model '${model.name}' was given ${x.dtype} ${formatShape(x.shape)}${which}; it takes f32 or u8 ${formatShape(end.shape)}. ${oneItem ? 'For a single input, add the batch axis: x.reshape([1, ...x.shape]).' : 'Resize or reshape the inputs.'}`,
  );
}
