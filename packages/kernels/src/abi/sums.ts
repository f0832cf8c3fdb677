// Sums over rows and over everything, and biases.

export const sumInstructions = {
  // bias.ts, mean.ts
  biasAdd: {
    file: 'bias',
    fields: { x: 'ptr', bias: 'ptr', y: 'ptr', length: 'i32', channels: 'i32', period: 'i32' },
  },
  sumRows: {
    file: 'bias',
    fields: { x: 'ptr', y: 'ptr', rows: 'i32', channels: 'i32', rowsPerGroup: 'i32' },
  },
  sumChunks: { file: 'mean', fields: { x: 'ptr', partials: 'ptr', length: 'i32' } },
  finishMean: { file: 'mean', fields: { partials: 'ptr', y: 'ptr', length: 'i32' } },
  meanGrad: { file: 'mean', fields: { dy: 'ptr', dx: 'ptr', length: 'i32' } },
} as const;
