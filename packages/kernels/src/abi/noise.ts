// Random changes.

export const noiseInstructions = {
  // dropout.ts
  dropout: {
    file: 'dropout',
    fields: { x: 'ptr', key: 'ptr', y: 'ptr', length: 'i32', salt: 'i32', dropBelow: 'i32', factor: 'f32' },
  },
  // spatial-dropout.ts, gaussian-noise.ts
  spatialDropout: {
    file: 'spatial-dropout',
    fields: {
      x: 'ptr',
      key: 'ptr',
      y: 'ptr',
      samples: 'i32',
      pixels: 'i32',
      channels: 'i32',
      period: 'i32',
      salt: 'i32',
      dropBelow: 'i32',
      factor: 'f32',
    },
  },
  gaussianNoise: {
    file: 'gaussian-noise',
    fields: { x: 'ptr', key: 'ptr', y: 'ptr', length: 'i32', salt: 'i32', deviation: 'f32' },
  },
} as const;
