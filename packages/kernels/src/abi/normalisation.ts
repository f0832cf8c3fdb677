// Normalisations, their statistics, and the scaling of inputs.

/** Work along the last axis of `rows` × `width` elements. */
const rowwise = { rows: 'i32', width: 'i32' } as const;

/** `samples` × `pixels` × `channels`, the channels of a sample in `groups`. */
const grouped = { samples: 'i32', pixels: 'i32', channels: 'i32', groups: 'i32' } as const;

/** What a channel's neighbours at most `radius` away do to it. */
const responses = { radius: 'i32', bias: 'f32', alpha: 'f32', beta: 'f32' } as const;

export const normalisationInstructions = {
  // rescale.ts
  rescaleBytes: {
    file: 'rescale',
    fields: {
      x: 'ptr',
      scale: 'ptr',
      offset: 'ptr',
      y: 'ptr',
      length: 'i32',
      scales: 'i32',
      offsets: 'i32',
      period: 'i32',
    },
  },
  rescaleFloats: {
    file: 'rescale',
    fields: {
      x: 'ptr',
      scale: 'ptr',
      offset: 'ptr',
      y: 'ptr',
      length: 'i32',
      scales: 'i32',
      offsets: 'i32',
      period: 'i32',
    },
  },
  // group-norm.ts, layer-norm.ts, local-response-norm.ts
  finishGroupMoments: {
    file: 'group-norm',
    fields: { sums: 'ptr', mean: 'ptr', variance: 'ptr', ...grouped },
  },
  groupNorm: {
    file: 'group-norm',
    fields: {
      x: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      gamma: 'ptr',
      beta: 'ptr',
      y: 'ptr',
      ...grouped,
      period: 'i32',
      epsilon: 'f32',
    },
  },
  groupNormSums: {
    file: 'group-norm',
    fields: { x: 'ptr', dy: 'ptr', mean: 'ptr', sums: 'ptr', ...grouped, period: 'i32' },
  },
  finishGroupNormSums: {
    file: 'group-norm',
    fields: { sums: 'ptr', variance: 'ptr', dgamma: 'ptr', dbeta: 'ptr', ...grouped, epsilon: 'f32' },
  },
  groupNormInputGrad: {
    file: 'group-norm',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      gamma: 'ptr',
      sums: 'ptr',
      dx: 'ptr',
      ...grouped,
      period: 'i32',
      epsilon: 'f32',
    },
  },
  layerNorm: {
    file: 'layer-norm',
    fields: {
      x: 'ptr',
      gamma: 'ptr',
      beta: 'ptr',
      y: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      ...rowwise,
      epsilon: 'f32',
    },
  },
  layerNormGrad: {
    file: 'layer-norm',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      gamma: 'ptr',
      dx: 'ptr',
      terms: 'ptr',
      ...rowwise,
      epsilon: 'f32',
    },
  },
  localResponseNorm: {
    file: 'local-response-norm',
    fields: { x: 'ptr', y: 'ptr', ...rowwise, ...responses },
  },
  localResponseNormGrad: {
    file: 'local-response-norm',
    fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise, ...responses },
  },
  // moments.ts, batch-norm.ts, moving-average.ts
  momentsOfGroups: {
    file: 'moments',
    fields: { x: 'ptr', sums: 'ptr', length: 'i32', channels: 'i32', period: 'i32', rowsPerGroup: 'i32' },
  },
  finishMoments: {
    file: 'moments',
    fields: {
      sums: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      count: 'i32',
      channels: 'i32',
      rowsPerGroup: 'i32',
    },
  },
  batchNorm: {
    file: 'batch-norm',
    fields: {
      x: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      gamma: 'ptr',
      beta: 'ptr',
      residual: 'ptr',
      y: 'ptr',
      length: 'i32',
      channels: 'i32',
      period: 'i32',
      epsilon: 'f32',
      floor: 'f32',
    },
  },
  batchNormSums: {
    file: 'batch-norm',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      gamma: 'ptr',
      beta: 'ptr',
      sums: 'ptr',
      length: 'i32',
      channels: 'i32',
      period: 'i32',
      rowsPerGroup: 'i32',
      masked: 'i32',
      epsilon: 'f32',
    },
  },
  finishBatchNormSums: {
    file: 'batch-norm',
    fields: {
      sums: 'ptr',
      variance: 'ptr',
      dgamma: 'ptr',
      dbeta: 'ptr',
      count: 'i32',
      channels: 'i32',
      rowsPerGroup: 'i32',
      epsilon: 'f32',
    },
  },
  batchNormInputGrad: {
    file: 'batch-norm',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      gamma: 'ptr',
      beta: 'ptr',
      dgamma: 'ptr',
      dbeta: 'ptr',
      dx: 'ptr',
      length: 'i32',
      channels: 'i32',
      period: 'i32',
      count: 'i32',
      masked: 'i32',
      epsilon: 'f32',
    },
  },
  movingAverage: {
    file: 'moving-average',
    fields: { average: 'ptr', sample: 'ptr', length: 'i32', share: 'f32' },
  },
} as const;
