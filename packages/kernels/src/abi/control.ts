// What the tape's runner does besides the arithmetic.

export const controlInstructions = {
  // depth-first.ts: as many strands follow, of so many words each
  depthFirst: { file: 'depth-first', fields: { strands: 'i32', words: 'i32' } },
} as const;
