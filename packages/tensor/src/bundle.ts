import { align } from './arena.js';
import type { Region, Value } from './graph.js';
import { identity } from './ops/identity.js';
import { bytesOf } from './storage.js';

/**
 * Lays values next to each other in memory, each on a cache line of its own, so that one instruction
 * can work on all of them: an optimizer's step, a norm, a copy. Between members are zeros.
 * @param members f32 variables, or results of ops; a result that is no memory of its own is copied
 * @returns a value of shape `[elements]`, the gaps counted
 */
export function bundle(members: readonly Value[], region: Region): Value {
  const bytes = members.reduce((sum, member) => sum + align(bytesOf(member)), 0);
  const taken = new Set<Value>();
  const owned = members.map((member) => {
    const own = canBePlaced(member) && !taken.has(member) ? member : identity({ x: member }).y;
    taken.add(own);
    return own;
  });
  return { shape: [bytes / 4], dtype: 'f32', source: { kind: 'bundle', members: owned, region } };
}

/** Where each member of a bundle begins, in elements. */
export function bundlePlaces({ source }: Value): ReadonlyMap<Value, number> {
  if (source.kind !== 'bundle') throw new Error('Only the members of a bundle have places in it.');
  let origin = 0;
  return new Map(
    source.members.map((member) => {
      const place = origin;
      origin += align(bytesOf(member)) / 4;
      return [member, place];
    }),
  );
}

/** Whether two bundles can have the same memory in turn: gradients that every run computes anew, laid out alike. */
export function canTakeTurns(a: Value, b: Value): boolean {
  const [ofA, ofB] = [computedGradients(a), computedGradients(b)];
  if (ofA.length === 0 || ofA.length !== ofB.length) return false;
  return ofA.every((member, i) => bytesOf(member) === bytesOf(ofB[i]!));
}

function computedGradients({ source }: Value): readonly Value[] {
  if (source.kind !== 'bundle' || source.region !== 'gradients') return [];
  return source.members.every((member) => member.source.kind === 'node') ? source.members : [];
}

function canBePlaced({ source }: Value): boolean {
  if (source.kind === 'variable') return true;
  if (source.kind !== 'node') return false;
  const { op } = source.node;
  return !op.views?.[source.output] && !op.overwrites?.[source.output];
}
