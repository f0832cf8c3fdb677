import type { End, Structure } from '@cnn/layers';
import { DataError, Tensor } from '@cnn/tensor';

/**
 * The tensors for a model's inputs or outputs, in order: one for a single one, else a list in this order or an
 * object by name.
 * @param what how messages call the data
 * @param key where in the data they are, `x` or `y`
 * @throws DataError when there is not a tensor for each
 */
export function partsOf(
  what: string,
  key: string,
  ends: readonly End[],
  given: Structure<Tensor> | undefined,
): readonly Tensor[] {
  const names = ends.map(({ name }) => name);
  if (given instanceof Tensor) {
    if (ends.length === 1) return [given];
    throw new DataError(
      `${what} has one tensor as ${key}; the model has ${ends.length}: ${names.join(', ')}. Pass ${key} as an object of tensors by these names.`,
    );
  }
  const parts = Array.isArray(given) ? given : names.map((name) => (given as Record<string, Tensor>)?.[name]);
  const stranger = Array.isArray(given)
    ? undefined
    : Object.keys(given ?? {}).find((name) => !names.includes(name));
  if (
    stranger === undefined &&
    parts.length === ends.length &&
    parts.every((part) => part instanceof Tensor)
  ) {
    return parts;
  }
  const arrived = Array.isArray(given)
    ? `a list of ${given.length}`
    : Object.keys(given ?? {}).join(', ') || 'nothing';
  throw new DataError(
    `${what} has ${arrived} as ${key}; the model has ${names.join(', ')}. Pass a tensor for each, in an object by these names or a list in this order.`,
  );
}

/** How messages call these parts: `x`, or of several `x.image` and so on. */
export function partName(key: string, ends: readonly End[], i: number): string {
  return ends.length === 1 ? key : `${key}.${ends[i]!.name}`;
}
