import { SymbolicTensor } from './symbolic-tensor.js';

/** One thing, a list of them, or several by name: how a model's inputs and outputs may come. */
export type Structure<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** A structure of `T` like the structure `S` of symbolic tensors. */
export type Like<S extends Structure<SymbolicTensor>, T> = S extends SymbolicTensor
  ? T
  : { readonly [K in keyof S]: T };

/** The symbolic tensors in order, those by name in the order of their names, as Keras has it. */
export function flatten(structure: Structure<SymbolicTensor>): readonly SymbolicTensor[] {
  if (structure instanceof SymbolicTensor) return [structure];
  if (isList(structure)) return structure;
  return sortedNames(structure).map((name) => structure[name]!);
}

/** Names of what a structure holds by name, in the order of `flatten`; undefined for other structures. */
export function partNames(structure: Structure<SymbolicTensor>): readonly string[] | undefined {
  if (structure instanceof SymbolicTensor || isList(structure)) return undefined;
  return sortedNames(structure);
}

/** Arranges things that are in the order of `flatten` like a structure. */
export function pack<S extends Structure<SymbolicTensor>, T>(structure: S, parts: readonly T[]): Like<S, T> {
  const names = partNames(structure);
  const packed = names
    ? Object.fromEntries(Object.keys(structure).map((name) => [name, parts[names.indexOf(name)]!]))
    : isList(structure)
      ? [...parts]
      : parts[0]!;
  return packed as Like<S, T>;
}

function isList<T>(structure: Structure<T>): structure is readonly T[] {
  return Array.isArray(structure);
}

function sortedNames(record: object): string[] {
  return Object.keys(record).sort();
}
