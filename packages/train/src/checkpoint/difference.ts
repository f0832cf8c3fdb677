import { formatShape, type Shape, sameShape, type Tensor } from '@cnn/tensor';

/** Something that a tensor is for. */
interface Place {
  readonly name: string;
  readonly shape: Shape;
}

/** What keeps tensors from being those of the places, in a few words; `undefined` when they are. */
export function differenceOf(
  places: readonly Place[],
  tensors: ReadonlyMap<string, Tensor>,
  what = '',
): string | undefined {
  for (const { name, shape } of places) {
    const tensor = tensors.get(name);
    if (!tensor) return `it has no ${what}'${name}', which is needed here`;
    if (tensor.dtype === 'f32' && sameShape(tensor.shape, shape)) continue;
    return `its ${what}'${name}' is ${tensor.dtype} ${formatShape(tensor.shape)}, here it is f32 ${formatShape(shape)}`;
  }
  const more = [...tensors.keys()].find((name) => !places.some((place) => place.name === name));
  return more === undefined ? undefined : `it has ${what}'${more}', which there is not here`;
}
