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

export const instructions = {
  // relu.ts
  relu: { file: 'relu', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  reluGrad: { file: 'relu', fields: { y: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  // pack.ts, padding.ts
  packPanels: {
    file: 'pack',
    fields: {
      source: 'ptr',
      bias: 'ptr',
      panels: 'ptr',
      origin: 'i32',
      rows: 'i32',
      rowStride: 'i32',
      columns: 'i32',
      columnStride: 'i32',
      depth: 'i32',
      depthStride: 'i32',
      width: 'i32',
      widthStride: 'i32',
    },
  },
  padImages: {
    file: 'padding',
    fields: {
      x: 'ptr',
      y: 'ptr',
      firstImage: 'i32',
      images: 'i32',
      xHeight: 'i32',
      xWidth: 'i32',
      yHeight: 'i32',
      yWidth: 'i32',
      channels: 'i32',
      padTop: 'i32',
      padLeft: 'i32',
    },
  },
  // gemm.ts
  gemm: {
    file: 'gemm',
    fields: {
      a: 'ptr',
      b: 'ptr',
      bias: 'ptr',
      y: 'ptr',
      m: 'i32',
      n: 'i32',
      k: 'i32',
      aPacked: 'i32',
      aRow: 'i32',
      bPacked: 'i32',
      blockRows: 'i32',
      blockPanels: 'i32',
      floor: 'f32',
    },
  },
  // conv2d.ts, conv2d-filter-gradient.ts
  conv2d: {
    file: 'conv2d',
    fields: {
      x: 'ptr',
      panels: 'ptr',
      y: 'ptr',
      images: 'i32',
      xHeight: 'i32',
      xWidth: 'i32',
      channels: 'i32',
      kernelHeight: 'i32',
      kernelWidth: 'i32',
      strideY: 'i32',
      strideX: 'i32',
      padTop: 'i32',
      padLeft: 'i32',
      yHeight: 'i32',
      yWidth: 'i32',
      filters: 'i32',
      yOrigin: 'i32',
      yImage: 'i32',
      yRow: 'i32',
      yPixel: 'i32',
      bandRows: 'i32',
      bandWidth: 'i32',
      copied: 'i32',
      floor: 'f32',
    },
  },
  conv2dFilterGradient: {
    file: 'conv2d-filter-gradient',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      dw: 'ptr',
      firstImage: 'i32',
      images: 'i32',
      xHeight: 'i32',
      xWidth: 'i32',
      channels: 'i32',
      kernelHeight: 'i32',
      kernelWidth: 'i32',
      strideY: 'i32',
      strideX: 'i32',
      yHeight: 'i32',
      yWidth: 'i32',
      filters: 'i32',
      resume: 'i32',
    },
  },
  // winograd-conv2d.ts, winograd-gradient.ts
  winogradFilters: {
    file: 'winograd-conv2d',
    fields: {
      w: 'ptr',
      u: 'ptr',
      origin: 'i32',
      rowStride: 'i32',
      columnStride: 'i32',
      depth: 'i32',
      depthStride: 'i32',
      width: 'i32',
      widthStride: 'i32',
    },
  },
  winogradConv2d: {
    file: 'winograd-conv2d',
    fields: {
      x: 'ptr',
      u: 'ptr',
      bias: 'ptr',
      y: 'ptr',
      images: 'i32',
      xHeight: 'i32',
      xWidth: 'i32',
      channels: 'i32',
      padTop: 'i32',
      padLeft: 'i32',
      yHeight: 'i32',
      yWidth: 'i32',
      filters: 'i32',
      blockTiles: 'i32',
      floor: 'f32',
    },
  },
  winogradGradientTiles: {
    file: 'winograd-gradient',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      v: 'ptr',
      z: 'ptr',
      xHeight: 'i32',
      xWidth: 'i32',
      channels: 'i32',
      padTop: 'i32',
      padLeft: 'i32',
      yHeight: 'i32',
      yWidth: 'i32',
      filters: 'i32',
      firstTile: 'i32',
      tiles: 'i32',
    },
  },
  winogradGradientProducts: {
    file: 'winograd-gradient',
    fields: {
      v: 'ptr',
      z: 'ptr',
      u: 'ptr',
      channels: 'i32',
      filters: 'i32',
      tiles: 'i32',
      resume: 'i32',
    },
  },
  winogradGradientFilters: {
    file: 'winograd-gradient',
    fields: {
      u: 'ptr',
      dw: 'ptr',
      channels: 'i32',
      filters: 'i32',
    },
  },
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
