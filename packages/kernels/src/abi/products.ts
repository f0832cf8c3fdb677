// Matrix products, and the packing of what they read.

export const productInstructions = {
  // pack.ts
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
      aTransposed: 'i32',
      bTransposed: 'i32',
      bPacked: 'i32',
      yTransposed: 'i32',
      blockRows: 'i32',
      blockColumns: 'i32',
      blockTerms: 'i32',
      partBlocks: 'i32',
      floor: 'f32',
    },
  },
  gemmSums: {
    file: 'gemm',
    fields: { sums: 'ptr', bias: 'ptr', y: 'ptr', m: 'i32', n: 'i32', parts: 'i32', floor: 'f32' },
  },
  // gemv.ts
  gemvSums: {
    file: 'gemv',
    fields: {
      x: 'ptr',
      w: 'ptr',
      bias: 'ptr',
      y: 'ptr',
      m: 'i32',
      n: 'i32',
      k: 'i32',
      xRow: 'i32',
      xTerm: 'i32',
      blockColumns: 'i32',
      partTerms: 'i32',
      floor: 'f32',
    },
  },
  gemvDots: {
    file: 'gemv',
    fields: {
      x: 'ptr',
      w: 'ptr',
      bias: 'ptr',
      y: 'ptr',
      m: 'i32',
      n: 'i32',
      k: 'i32',
      blockRows: 'i32',
      sameBias: 'i32',
      floor: 'f32',
    },
  },
} as const;
