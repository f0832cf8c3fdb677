import { align } from './arena.js';
import type { Node, Region, Value } from './graph.js';
import { sizeOf } from './shape.js';
import { bytesPerElement } from './tensor.js';

/** Memory that one or more values of a graph stand for. */
export interface Storage {
  readonly bytes: number;
  /** `transient` memory has contents only during a run; `prepared` is filled once, before the first. */
  readonly region: Region | 'constants' | 'prepared' | 'transient';
  /** The storage that this one is a part of, and where in it, in bytes. */
  readonly within?: { readonly whole: Storage; readonly offset: number };
  /** The variable, constant or bundle whose memory lasts; the same in all plans that use it. */
  readonly owner?: Value;
}

/** Bytes that a value takes. */
export function bytesOf({ shape, dtype }: Value): number {
  return sizeOf(shape) * bytesPerElement[dtype];
}

/**
 * Finds the memory of each value: its own; that of an input which it is a view of or is written over;
 * or a part of a bundle.
 * @param settled values that are computed once, before the first run
 */
export function assignStorage(
  nodes: readonly Node[],
  values: readonly Value[],
  settled: ReadonlySet<Value>,
): Map<Value, Storage> {
  const storageOf = new Map<Value, Storage>();
  for (const value of values) if (value.source.kind === 'bundle') placeMembers(value, storageOf);
  for (const value of values)
    if (!storageOf.has(value) && value.source.kind !== 'node') storageOf.set(value, ownStorage(value));
  for (const node of nodes) {
    for (const [name, output] of Object.entries(node.outputs)) {
      const shared = node.op.views?.[name] ?? node.op.overwrites?.[name];
      const storage = shared && storageOf.get(node.inputs[shared]!);
      if (storage) storageOf.set(output, storage);
      else if (settled.has(output)) storageOf.set(output, { bytes: bytesOf(output), region: 'prepared' });
      else if (!storageOf.has(output)) storageOf.set(output, ownStorage(output));
    }
  }
  return storageOf;
}

function ownStorage(value: Value): Storage {
  const bytes = bytesOf(value);
  const { source } = value;
  if (source.kind === 'variable') return { bytes, region: source.region, owner: value };
  if (source.kind === 'bundle') return { bytes, region: source.region, owner: value };
  if (source.kind === 'constant') return { bytes, region: 'constants', owner: value };
  return { bytes, region: 'transient' };
}

function placeMembers(bundle: Value, storageOf: Map<Value, Storage>): void {
  if (bundle.source.kind !== 'bundle') return;
  const whole = ownStorage(bundle);
  storageOf.set(bundle, whole);
  let offset = 0;
  for (const member of bundle.source.members) {
    storageOf.set(member, { bytes: bytesOf(member), region: whole.region, within: { whole, offset } });
    offset += align(bytesOf(member));
  }
}
