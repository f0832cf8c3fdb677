import type { Instruction, Variant } from '@cnn/kernels';
import { align, arrange, type Lifetime } from './arena.js';
import { type DepthFirst, goDepthFirst } from './depth-first.js';
import { ConfigError } from './errors.js';
import { fuse } from './fuse.js';
import type { Node, Operand, Place, Scratch, Value } from './graph.js';
import { type Lowered, lower, settledValues } from './lower.js';
import { assignStorage, type Storage } from './storage.js';
import { presentInputs, topologicalNodes, topologicalValues } from './traverse.js';

/** What a plan computes. */
export interface Computation {
  /** Results to be read after a run, by name. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** Results of ops that write over their inputs (optimizers, running averages); run last. */
  readonly updates?: readonly Value[];
}

/** What the lowering of ops may look at. */
export interface Target {
  readonly variant: Variant;
  readonly threads: number;
  readonly deterministic: boolean;
}

/** Bytes of memory by purpose. */
export interface MemoryReport {
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: number;
  readonly state: number;
  readonly constants: number;
  /** What inference makes of the weights once, before the first run. */
  readonly prepared: number;
  /** Results between ops, scratch memory and the threads' workspaces, laid over each other as lifetimes allow. */
  readonly activations: number;
  readonly total: number;
}

/** A computation as instructions over memory, not yet placed anywhere. */
export interface Plan {
  readonly outputs: Readonly<Record<string, Value>>;
  readonly inputs: ReadonlyMap<string, Value>;
  /** To be run before the first run, and again whenever a variable has changed. */
  readonly preparation: readonly Instruction<Operand>[];
  readonly instructions: readonly Instruction<Place>[];
  readonly storageOf: ReadonlyMap<Value, Storage>;
  /** Offsets, in bytes from the start of the transient block, of what lives only during a run. */
  readonly offsets: ReadonlyMap<Storage | Scratch, number>;
  /** Offsets, in bytes from the start of a block of its own, of what the preparation makes. */
  readonly preparedOffsets: ReadonlyMap<Storage | Scratch, number>;
  readonly workspace: { readonly offset: number; readonly bytesPerThread: number };
  /** Bytes of the transient block. */
  readonly transientBytes: number;
  /** Bytes of the block that the preparation fills. */
  readonly preparedBytes: number;
  /** Whether a run writes over variables. */
  readonly changesVariables: boolean;
  readonly memory: MemoryReport;
}

/**
 * Turns a computation into instructions and decides where every buffer goes. Pure: needs no kernels loaded.
 * @throws ConfigError when two inputs have the same name
 */
export function makePlan(computation: Computation, target: Target): Plan {
  const { outputs, updates } = fuse(computation);
  const roots = [...Object.values(outputs), ...updates];
  const nodes = topologicalNodes(roots);
  const values = topologicalValues(roots);
  const settled = updates.length === 0 ? settledValues(values) : new Set<Value>();
  const storageOf = assignStorage(nodes, values, settled);
  const lowered = lower(nodes, roots, target, settled);
  const lifetimes = transientLifetimes(nodes, Object.values(outputs), storageOf, lowered.scratches);
  // Inference has no use for most results once the next is there: going depth first would keep them for longer.
  const isTraining = updates.length > 0;
  const kept = [...roots, ...values.filter(({ source }) => source.kind !== 'node')];
  const { instructions, runs } = isTraining
    ? goDepthFirst(lowered.emitted, storageOf, kept)
    : inOrder(lowered);
  for (const run of runs) holdMemory(lifetimes, run);
  const { offsets, bytes } = arrange(lifetimes);
  const workspace = { offset: bytes, bytesPerThread: align(lowered.workspaceBytes) };
  const transientBytes = bytes + workspace.bytesPerThread * target.threads;
  const prepared = arrangePrepared(storageOf, lowered.prepared);
  const memory = reportMemory(storageOf, prepared.bytes, transientBytes);
  return {
    outputs,
    inputs: inputsByName(values),
    preparation: lowered.preparation,
    instructions,
    storageOf,
    offsets,
    preparedOffsets: prepared.offsets,
    workspace,
    transientBytes,
    preparedBytes: prepared.bytes,
    changesVariables: updates.length > 0,
    memory,
  };
}

function inputsByName(values: readonly Value[]): Map<string, Value> {
  const inputs = new Map<string, Value>();
  for (const value of values) {
    if (value.source.kind !== 'input') continue;
    const { name } = value.source;
    if (inputs.has(name)) {
      throw new ConfigError(
        `A computation has two inputs of the name '${name}', and could be given only one. Use the same value in both places, or another name.`,
      );
    }
    inputs.set(name, value);
  }
  return inputs;
}

/** From which step to which step each storage that lasts only for a run, and each scratch, is needed. */
function transientLifetimes(
  nodes: readonly Node[],
  outputs: readonly Value[],
  storageOf: ReadonlyMap<Value, Storage>,
  scratches: ReadonlyMap<Scratch, number>,
): Map<Storage | Scratch, Lifetime> {
  const lifetimes = new Map<Storage | Scratch, Lifetime>();
  const touch = (value: Value, step: number): void => {
    const storage = storageOf.get(value)!;
    if (storage.region !== 'transient') return;
    // What the caller writes is there from the start.
    const first = value.source.kind === 'input' ? -1 : step;
    const known = lifetimes.get(storage);
    lifetimes.set(storage, {
      bytes: storage.bytes,
      first: Math.min(first, known?.first ?? first),
      last: Math.max(step, known?.last ?? step),
    });
  };
  nodes.forEach((node, step) => {
    for (const value of [...presentInputs(node), ...Object.values(node.outputs)]) touch(value, step);
  });
  for (const value of outputs) touch(value, nodes.length);
  for (const [scratch, step] of scratches)
    lifetimes.set(scratch, { bytes: scratch.bytes, first: step, last: step });
  return lifetimes;
}

function inOrder({ emitted }: Lowered): DepthFirst {
  return { instructions: emitted.map(({ instruction }) => instruction), runs: [] };
}

/** All that instructions which go depth first touch is needed from the first to the last of them. */
function holdMemory(lifetimes: Map<Storage | Scratch, Lifetime>, run: DepthFirst['runs'][number]): void {
  const { first, last, memory, scratches } = run;
  for (const [whole, scratch] of scratches) {
    lifetimes.delete(whole);
    lifetimes.set(scratch, { bytes: scratch.bytes, first, last });
  }
  for (const each of memory) {
    const life = lifetimes.get(each);
    if (!life) continue;
    lifetimes.set(each, { ...life, first: Math.min(life.first, first), last: Math.max(life.last, last) });
  }
}

/** What is prepared is there for all runs, so nothing of it shares memory. */
function arrangePrepared(
  storageOf: ReadonlyMap<Value, Storage>,
  scratches: readonly Scratch[],
): { offsets: Map<Storage | Scratch, number>; bytes: number } {
  const storages = [...new Set(storageOf.values())].filter(({ region }) => region === 'prepared');
  const offsets = new Map<Storage | Scratch, number>();
  let bytes = 0;
  for (const part of [...storages, ...scratches]) {
    offsets.set(part, bytes);
    bytes += align(part.bytes);
  }
  return { offsets, bytes };
}

function reportMemory(
  storageOf: ReadonlyMap<Value, Storage>,
  prepared: number,
  activations: number,
): MemoryReport {
  const bytes: Record<Storage['region'], number> = {
    parameters: 0,
    gradients: 0,
    slots: 0,
    state: 0,
    constants: 0,
    prepared: 0,
    transient: 0,
  };
  for (const storage of new Set(storageOf.values())) {
    if (!storage.within) bytes[storage.region] += align(storage.bytes);
  }
  const { transient: _, ...lasting } = { ...bytes, prepared };
  const total = Object.values(lasting).reduce((sum, part) => sum + part, activations);
  return { ...lasting, activations, total };
}
