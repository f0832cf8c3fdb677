// What instructions read and write.

import type { Node, Operand, Scratch, Value } from './graph.js';
import type { Emitted } from './lower.js';
import type { Storage } from './storage.js';

export type Memory = Storage | Scratch;

/** Part of a memory that an instruction reads or writes. */
export interface Access {
  readonly operand: Value | Scratch;
  readonly memory: Memory;
  readonly begin: number;
  readonly end: number;
  /** Bytes from one image to the next, if the instruction can go through it by images. */
  readonly stride: number | undefined;
  /** Whether what is there is a result of the instruction's node. */
  readonly isResult: boolean;
}

/** An instruction with all that it reads and writes. */
export interface Step extends Emitted {
  readonly accesses: readonly Access[];
}

export function withAccesses(emitted: Emitted, storageOf: ReadonlyMap<Value, Storage>): Step {
  const { instruction, node, perImage } = emitted;
  const results = resultsOf(node);
  const strides = (perImage?.bytes ?? {}) as Readonly<Record<string, number>>;
  const accesses: Access[] = [];
  for (const [field, operand] of Object.entries(instruction.fields as Record<string, Operand | number>)) {
    if (operand === null || typeof operand === 'number') continue;
    const { bytes } = memoryOf(operand, storageOf);
    const { memory, begin } = placeOf(operand, storageOf);
    const isResult = results.has(operand);
    accesses.push({ operand, memory, begin, end: begin + bytes, stride: strides[field], isResult });
  }
  return { ...emitted, accesses };
}

/** What a node writes: its outputs, and inputs that these are written over. */
function resultsOf({ op, inputs, outputs }: Node): Set<unknown> {
  const overwritten = Object.values(op.overwrites ?? {}).map((name) => inputs[name as string]);
  return new Set<unknown>([...Object.values(outputs), ...overwritten]);
}

/** The whole memory that an operand lies in, and where. */
export function placeOf(
  operand: Value | Scratch,
  storageOf: ReadonlyMap<Value, Storage>,
): { memory: Memory; begin: number } {
  let memory = memoryOf(operand, storageOf);
  let begin = 0;
  for (; memory.within; memory = memory.within.whole) begin += memory.within.offset;
  return { memory, begin };
}

function memoryOf(operand: Value | Scratch, storageOf: ReadonlyMap<Value, Storage>): Memory {
  return 'source' in operand ? storageOf.get(operand)! : operand;
}

/** Whether an instruction touches memory that others touch, and either of them may write there. */
export function meet(step: Step, others: readonly Step[]): boolean {
  return some(step, others, conflict);
}

/** Whether an instruction needs more of what others write, or writes more of what they touch, than the same images. */
export function meetApart(step: Step, others: readonly Step[]): boolean {
  return some(
    step,
    others,
    (a, b) => conflict(a, b) && (a.stride === undefined || a.stride !== b.stride || a.begin !== b.begin),
  );
}

/** Whether an instruction takes results of others. */
export function takesFrom(step: Step, others: readonly Step[]): boolean {
  return some(step, others, (a, b) => overlap(a, b) && b.isResult);
}

function some(step: Step, others: readonly Step[], is: (a: Access, b: Access) => boolean): boolean {
  return others.some((other) => step.accesses.some((a) => other.accesses.some((b) => is(a, b))));
}

function conflict(a: Access, b: Access): boolean {
  return (mayWrite(a) || mayWrite(b)) && overlap(a, b);
}

/** Values are written by the nodes whose results they are, scratch memory by anybody. */
function mayWrite({ operand, isResult }: Access): boolean {
  return isResult || !('source' in operand);
}

function overlap(a: Access, b: Access): boolean {
  return a.memory === b.memory && a.begin < b.end && b.begin < a.end;
}
