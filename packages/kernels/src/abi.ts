// Imported under the names that they have here, because the kernel build reads these files as they are.
import { controlInstructions } from './abi/control.ts';
import { convolutionInstructions } from './abi/convolution.ts';
import { elementwiseInstructions } from './abi/elementwise.ts';
import { layoutInstructions } from './abi/layout.ts';
import { lossInstructions } from './abi/losses.ts';
import { metricInstructions } from './abi/metrics.ts';
import { noiseInstructions } from './abi/noise.ts';
import { normalisationInstructions } from './abi/normalisation.ts';
import { poolingInstructions } from './abi/pooling.ts';
import { productInstructions } from './abi/products.ts';
import { sumInstructions } from './abi/sums.ts';
import { trainingInstructions } from './abi/training.ts';

/**
 * The contract between the tape writer (TypeScript) and the kernels (AssemblyScript): one row per
 * instruction. The build turns this table into the AssemblyScript classes that kernels read their
 * fields from, and into the dispatch of the tape; the types of the tape writer come from it as well.
 *
 * A field is four bytes wide:
 * - `ptr`  address of a buffer in bytes; buffers start on 64-byte boundaries;
 * - `i32`  a count, size or flag, in elements;
 * - `f32`  a number.
 */
export type FieldKind = 'ptr' | 'i32' | 'f32';

/** The file below `assembly/` that exports the kernel, and the fields in the order they are stored. */
export interface InstructionSpec {
  readonly file: string;
  readonly fields: Readonly<Record<string, FieldKind>>;
}

/** All instructions; those of a family are listed in `abi/<family>.ts`. */
export const instructions = {
  ...elementwiseInstructions,
  ...layoutInstructions,
  ...poolingInstructions,
  ...sumInstructions,
  ...normalisationInstructions,
  ...noiseInstructions,
  ...lossInstructions,
  ...metricInstructions,
  ...trainingInstructions,
  ...productInstructions,
  ...convolutionInstructions,
  ...controlInstructions,
} as const satisfies Readonly<Record<string, InstructionSpec>>;

export type InstructionName = keyof typeof instructions;

/** The fields of an instruction as the tape writer takes them; `Operand` is what stands for an address. */
export type Fields<Name extends InstructionName, Operand = number> = {
  readonly [F in keyof (typeof instructions)[Name]['fields']]: (typeof instructions)[Name]['fields'][F] extends 'ptr'
    ? Operand
    : number;
};

/** Number by which the tape names each instruction: its place in the table. 0 ends the tape. */
export const opcodes = Object.fromEntries(
  Object.keys(instructions).map((name, index) => [name, index + 1]),
) as Record<InstructionName, number>;

/** Words (of four bytes) before the first instruction: workspace address, workspace bytes per thread. */
export const TAPE_HEADER_WORDS = 2;

/** Words before an instruction's fields: opcode, words of the whole instruction. */
export const INSTRUCTION_HEADER_WORDS = 2;

/** Where the threads' shared control block lies, and where memory is free for buffers. In bytes. */
export const CONTROL_BLOCK = 1024;
export const FIRST_FREE_BYTE = 65536;

/** Threads that the control block has room for. */
export const MAX_THREADS = 64;
