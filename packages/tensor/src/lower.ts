// Nodes to instructions: those of every run, and those that need to run only once beforehand.

import type { Instruction, InstructionName } from '@cnn/kernels';
import type { Node, Operand, PerImage, Scratch, Tape, Value } from './graph.js';
import type { Target } from './plan.js';
import { presentInputs, producer } from './traverse.js';

/** An instruction of a run. */
export interface Emitted {
  readonly instruction: Instruction<Operand>;
  readonly node: Node;
  /** The place of its node among the others. */
  readonly step: number;
  readonly perImage: PerImage | undefined;
}

/** What nodes have become. */
export interface Lowered {
  /** What has to run again only when a variable has changed. */
  readonly preparation: Instruction<Operand>[];
  readonly emitted: Emitted[];
  /** Scratch memory with the place, among the nodes, of the one that uses it. */
  readonly scratches: Map<Scratch, number>;
  /** Scratch memory that the preparation fills and runs read. */
  readonly prepared: Scratch[];
  workspaceBytes: number;
  /** The values that something takes. */
  readonly read: ReadonlySet<Value>;
}

/**
 * @param roots what is computed for whoever runs this
 * @param settled the values that are the same in all runs, or none where runs change variables
 */
export function lower(
  nodes: readonly Node[],
  roots: readonly Value[],
  target: Target,
  settled: ReadonlySet<Value>,
): Lowered {
  const lowered: Lowered = {
    preparation: [],
    emitted: [],
    scratches: new Map(),
    prepared: [],
    workspaceBytes: 0,
    read: new Set([...roots, ...nodes.flatMap(presentInputs)]),
  };
  nodes.forEach((node, step) => {
    const { op } = node;
    const isSettled = Object.values(node.outputs).every((value) => settled.has(value));
    const tape = isSettled ? preparationTape(lowered, target) : runTape(lowered, target, settled, node, step);
    if (op.lower) op.lower({ ...node.inputs, ...node.outputs }, node.attributes, tape);
    else if (!op.views)
      throw new Error(
        `${op.opName} has no kernel: it says neither how to lower it nor what it is a view of.`,
      );
  });
  return lowered;
}

/**
 * The values that are the same in every run: variables, constants and what is computed from these alone.
 * Inference has many (what becomes of the weights); a step of training, which changes the variables, none. What is
 * computed for a bundle is not among them: it goes to the bundle's memory, in every run.
 */
export function settledValues(values: readonly Value[]): Set<Value> {
  const settled = new Set<Value>();
  const bundled = new Set(
    values.flatMap(({ source }) => (source.kind === 'bundle' ? source.members.map(producer) : [])),
  );
  for (const value of values) {
    const { source } = value;
    if (source.kind === 'variable' || source.kind === 'constant') settled.add(value);
    if (source.kind !== 'node') continue;
    const inputs = presentInputs(source.node);
    if (bundled.has(source.node) || inputs.length === 0) continue;
    if (inputs.every((input) => settled.has(input))) settled.add(value);
  }
  return settled;
}

function runTape(
  lowered: Lowered,
  target: Target,
  settled: ReadonlySet<Value>,
  node: Node,
  step: number,
): Tape {
  const isSettled = (operand: Operand): boolean => {
    if (operand === null) return true;
    return 'source' in operand
      ? settled.has(operand)
      : lowered.prepared.includes(operand.within?.whole ?? operand);
  };
  const tape: Tape = {
    ...common(lowered, target, (instruction, perImage) =>
      lowered.emitted.push({ instruction, node, step, perImage }),
    ),
    scratch: (bytes) => {
      const scratch = { bytes };
      lowered.scratches.set(scratch, step);
      return scratch;
    },
    before: (...operands) => (operands.every(isSettled) ? preparationTape(lowered, target) : tape),
  };
  return tape;
}

function preparationTape(lowered: Lowered, target: Target): Tape {
  const tape: Tape = {
    ...common(lowered, target, (instruction) => lowered.preparation.push(instruction)),
    scratch: (bytes) => {
      const scratch = { bytes };
      lowered.prepared.push(scratch);
      return scratch;
    },
    before: () => tape,
  };
  return tape;
}

function common(
  lowered: Lowered,
  { variant, deterministic }: Target,
  add: (instruction: Instruction<Operand>, perImage: PerImage | undefined) => void,
): Pick<Tape, 'variant' | 'deterministic' | 'isRead' | 'emit' | 'workspace'> {
  return {
    variant,
    deterministic,
    isRead: (output) => lowered.read.has(output),
    emit: (name, fields, perImage) => {
      add(
        { name, fields } as unknown as Instruction<Operand, InstructionName>,
        perImage as PerImage | undefined,
      );
    },
    workspace: (bytes) => {
      lowered.workspaceBytes = Math.max(lowered.workspaceBytes, bytes);
    },
  };
}
