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

/** Windows over images: sizes in cells, `top` and `left` the padding before the first one. */
const pooling = {
  batch: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  poolHeight: 'i32',
  poolWidth: 'i32',
  strideY: 'i32',
  strideX: 'i32',
  top: 'i32',
  left: 'i32',
} as const;

/** A convolution's window over images `x`, and the outputs `y` that it has. */
const window = {
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
  dilationY: 'i32',
  dilationX: 'i32',
  yHeight: 'i32',
  yWidth: 'i32',
} as const;

/** Images of `cells` pixels each. */
const wholeImages = { images: 'i32', cells: 'i32', channels: 'i32' } as const;

/** Images of which every pixel becomes `factorY` × `factorX`. */
const upsampling = {
  batch: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  factorY: 'i32',
  factorX: 'i32',
} as const;

/** Work along the last axis of `rows` × `width` elements. */
const rowwise = { rows: 'i32', width: 'i32' } as const;

/** `samples` × `pixels` × `channels`, the channels of a sample in `groups`. */
const grouped = { samples: 'i32', pixels: 'i32', channels: 'i32', groups: 'i32' } as const;

/** What a channel's neighbours at most `radius` away do to it. */
const responses = { radius: 'i32', bias: 'f32', alpha: 'f32', beta: 'f32' } as const;

export const instructions = {
  // relu.ts
  relu: { file: 'relu', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  reluGrad: { file: 'relu', fields: { y: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  // sigmoid.ts, tanh.ts, exp.ts, log.ts
  sigmoid: { file: 'sigmoid', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  sigmoidGrad: { file: 'sigmoid', fields: { y: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  tanh: { file: 'tanh', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  tanhGrad: { file: 'tanh', fields: { y: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  exp: { file: 'exp', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  log: { file: 'log', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  logGrad: { file: 'log', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  // activations.ts
  leakyRelu: {
    file: 'activations',
    fields: { x: 'ptr', y: 'ptr', length: 'i32', slope: 'f32', threshold: 'f32', most: 'f32' },
  },
  leakyReluGrad: {
    file: 'activations',
    fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32', slope: 'f32', threshold: 'f32', most: 'f32' },
  },
  elu: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32', scale: 'f32', alpha: 'f32' } },
  eluGrad: {
    file: 'activations',
    fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32', scale: 'f32', alpha: 'f32' },
  },
  gelu: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  geluGrad: { file: 'activations', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  geluTanh: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  geluTanhGrad: { file: 'activations', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  silu: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  siluGrad: { file: 'activations', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  hardSigmoid: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  hardSigmoidGrad: { file: 'activations', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  hardSilu: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  hardSiluGrad: { file: 'activations', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  softplus: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  softplusGrad: { file: 'activations', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  // prelu.ts
  prelu: {
    file: 'prelu',
    fields: { x: 'ptr', alpha: 'ptr', y: 'ptr', length: 'i32', alphas: 'i32', period: 'i32' },
  },
  preluGrad: {
    file: 'prelu',
    fields: { x: 'ptr', alpha: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32', alphas: 'i32', period: 'i32' },
  },
  preluAlphaTerms: { file: 'prelu', fields: { x: 'ptr', dy: 'ptr', terms: 'ptr', length: 'i32' } },
  // add.ts, subtract.ts, maximum.ts, multiply.ts, scale.ts, copy.ts
  add: { file: 'add', fields: { a: 'ptr', b: 'ptr', y: 'ptr', length: 'i32' } },
  subtract: { file: 'subtract', fields: { a: 'ptr', b: 'ptr', y: 'ptr', length: 'i32' } },
  maximum: { file: 'maximum', fields: { a: 'ptr', b: 'ptr', y: 'ptr', length: 'i32' } },
  minimum: { file: 'maximum', fields: { a: 'ptr', b: 'ptr', y: 'ptr', length: 'i32' } },
  chooseGrad: {
    file: 'maximum',
    fields: { least: 'ptr', most: 'ptr', dy: 'ptr', chosen: 'ptr', other: 'ptr', length: 'i32' },
  },
  multiply: { file: 'multiply', fields: { a: 'ptr', b: 'ptr', y: 'ptr', length: 'i32' } },
  scale: { file: 'scale', fields: { x: 'ptr', y: 'ptr', length: 'i32', factor: 'f32' } },
  copy: { file: 'copy', fields: { x: 'ptr', y: 'ptr', bytes: 'i32' } },
  // concatenate.ts, permute.ts, pad2d.ts, upsample2d.ts
  concatenate: {
    file: 'concatenate',
    fields: { x: 'ptr', y: 'ptr', rows: 'i32', width: 'i32', origin: 'i32', pitch: 'i32' },
  },
  permute: {
    file: 'permute',
    fields: {
      x: 'ptr',
      y: 'ptr',
      size0: 'i32',
      size1: 'i32',
      size2: 'i32',
      size3: 'i32',
      size4: 'i32',
      stride0: 'i32',
      stride1: 'i32',
      stride2: 'i32',
      stride3: 'i32',
      stride4: 'i32',
    },
  },
  pad2d: {
    file: 'pad2d',
    fields: {
      x: 'ptr',
      y: 'ptr',
      batch: 'i32',
      height: 'i32',
      width: 'i32',
      channels: 'i32',
      outHeight: 'i32',
      outWidth: 'i32',
      top: 'i32',
      left: 'i32',
    },
  },
  upsampleNearest2d: { file: 'upsample2d', fields: { x: 'ptr', y: 'ptr', ...upsampling } },
  upsampleBilinear2d: { file: 'upsample2d', fields: { x: 'ptr', y: 'ptr', ...upsampling } },
  upsampleBilinear2dGrad: { file: 'upsample2d', fields: { dy: 'ptr', dx: 'ptr', ...upsampling } },
  // max-pool2d.ts, avg-pool2d.ts
  maxPool2d: { file: 'max-pool2d', fields: { x: 'ptr', y: 'ptr', winner: 'ptr', ...pooling } },
  maxPool2dHalves: { file: 'max-pool2d', fields: { x: 'ptr', y: 'ptr', winner: 'ptr', ...pooling } },
  maxUnpool2d: { file: 'max-pool2d', fields: { dy: 'ptr', winner: 'ptr', dx: 'ptr', ...pooling } },
  maxUnpool2dHalves: { file: 'max-pool2d', fields: { dy: 'ptr', winner: 'ptr', dx: 'ptr', ...pooling } },
  avgPool2d: { file: 'avg-pool2d', fields: { x: 'ptr', y: 'ptr', ...pooling } },
  avgPool2dGrad: { file: 'avg-pool2d', fields: { dy: 'ptr', dx: 'ptr', ...pooling } },
  // global-pool2d.ts
  globalAvgPool2d: { file: 'global-pool2d', fields: { x: 'ptr', y: 'ptr', ...wholeImages } },
  globalAvgPool2dGrad: { file: 'global-pool2d', fields: { dy: 'ptr', dx: 'ptr', ...wholeImages } },
  globalMaxPool2d: {
    file: 'global-pool2d',
    fields: { x: 'ptr', y: 'ptr', winner: 'ptr', ...wholeImages },
  },
  globalMaxPool2dGrad: {
    file: 'global-pool2d',
    fields: { dy: 'ptr', winner: 'ptr', dx: 'ptr', ...wholeImages },
  },
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
  // rescale.ts, dropout.ts
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
  dropout: {
    file: 'dropout',
    fields: { x: 'ptr', key: 'ptr', y: 'ptr', length: 'i32', salt: 'i32', dropBelow: 'i32', factor: 'f32' },
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
      y: 'ptr',
      mean: 'ptr',
      sums: 'ptr',
      length: 'i32',
      channels: 'i32',
      period: 'i32',
      rowsPerGroup: 'i32',
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
      y: 'ptr',
      mean: 'ptr',
      variance: 'ptr',
      gamma: 'ptr',
      dgamma: 'ptr',
      dbeta: 'ptr',
      dx: 'ptr',
      length: 'i32',
      channels: 'i32',
      period: 'i32',
      count: 'i32',
      epsilon: 'f32',
    },
  },
  movingAverage: {
    file: 'moving-average',
    fields: { average: 'ptr', sample: 'ptr', length: 'i32', share: 'f32' },
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
  // softmax.ts and the losses, one file each
  softmax: { file: 'softmax', fields: { x: 'ptr', y: 'ptr', ...rowwise } },
  softmaxGrad: { file: 'softmax', fields: { y: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise } },
  softmaxCrossEntropy: {
    file: 'softmax-cross-entropy',
    fields: { logits: 'ptr', labels: 'ptr', loss: 'ptr', probabilities: 'ptr', ...rowwise },
  },
  softmaxCrossEntropyGrad: {
    file: 'softmax-cross-entropy',
    fields: { probabilities: 'ptr', labels: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise },
  },
  softmaxCrossEntropyDense: {
    file: 'softmax-cross-entropy',
    fields: { logits: 'ptr', targets: 'ptr', loss: 'ptr', probabilities: 'ptr', ...rowwise },
  },
  softmaxCrossEntropyDenseGrad: {
    file: 'softmax-cross-entropy',
    fields: { probabilities: 'ptr', targets: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise },
  },
  sparseCategoricalCrossentropy: {
    file: 'categorical-crossentropy',
    fields: { probabilities: 'ptr', labels: 'ptr', loss: 'ptr', ...rowwise },
  },
  sparseCategoricalCrossentropyGrad: {
    file: 'categorical-crossentropy',
    fields: { probabilities: 'ptr', labels: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise },
  },
  categoricalCrossentropy: {
    file: 'categorical-crossentropy',
    fields: { probabilities: 'ptr', targets: 'ptr', loss: 'ptr', ...rowwise },
  },
  categoricalCrossentropyGrad: {
    file: 'categorical-crossentropy',
    fields: { probabilities: 'ptr', targets: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise },
  },
  sigmoidCrossEntropy: {
    file: 'sigmoid-cross-entropy',
    fields: { logits: 'ptr', targets: 'ptr', loss: 'ptr', probabilities: 'ptr', ...rowwise },
  },
  sigmoidCrossEntropyGrad: {
    file: 'sigmoid-cross-entropy',
    fields: { probabilities: 'ptr', targets: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise },
  },
  binaryCrossentropy: {
    file: 'binary-crossentropy',
    fields: { probabilities: 'ptr', targets: 'ptr', loss: 'ptr', ...rowwise },
  },
  binaryCrossentropyGrad: {
    file: 'binary-crossentropy',
    fields: { probabilities: 'ptr', targets: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise },
  },
  meanSquaredError: {
    file: 'mean-squared-error',
    fields: { predictions: 'ptr', targets: 'ptr', loss: 'ptr', ...rowwise },
  },
  meanSquaredErrorGrad: {
    file: 'mean-squared-error',
    fields: { predictions: 'ptr', targets: 'ptr', dy: 'ptr', dx: 'ptr', ...rowwise },
  },
  // the metrics, one file each
  inTopK: { file: 'in-top-k', fields: { scores: 'ptr', labels: 'ptr', hit: 'ptr', ...rowwise, k: 'i32' } },
  categoricalAccuracy: {
    file: 'categorical-accuracy',
    fields: { scores: 'ptr', targets: 'ptr', hit: 'ptr', ...rowwise },
  },
  binaryAccuracy: {
    file: 'binary-accuracy',
    fields: { probabilities: 'ptr', targets: 'ptr', hit: 'ptr', ...rowwise, threshold: 'f32' },
  },
  // one-hot.ts, arg-max.ts, threshold-counts.ts
  oneHot: { file: 'one-hot', fields: { labels: 'ptr', y: 'ptr', ...rowwise } },
  argMax: { file: 'arg-max', fields: { x: 'ptr', y: 'ptr', ...rowwise } },
  thresholdCounts: {
    file: 'threshold-counts',
    fields: {
      predictions: 'ptr',
      targets: 'ptr',
      thresholds: 'ptr',
      partials: 'ptr',
      length: 'i32',
      columns: 'i32',
      thresholdCount: 'i32',
      chunkLength: 'i32',
    },
  },
  // weight-penalty.ts
  weightPenalty: {
    file: 'weight-penalty',
    fields: { w: 'ptr', partials: 'ptr', length: 'i32', l1: 'f32', l2: 'f32' },
  },
  weightPenaltySum: { file: 'weight-penalty', fields: { partials: 'ptr', y: 'ptr', count: 'i32' } },
  weightPenaltyGrad: {
    file: 'weight-penalty',
    fields: { w: 'ptr', dy: 'ptr', onto: 'ptr', dw: 'ptr', length: 'i32', l1: 'f32', l2: 'f32' },
  },
  // constrain.ts; the weights are written in place
  constrainNonNegative: { file: 'constrain', fields: { w: 'ptr', origin: 'i32', length: 'i32' } },
  constrainNorm: {
    file: 'constrain',
    fields: {
      w: 'ptr',
      origin: 'i32',
      outer: 'i32',
      terms: 'i32',
      inner: 'i32',
      least: 'f32',
      most: 'f32',
      rate: 'f32',
    },
  },
  // the optimizers, one file each; parameters and slots are written in place
  sgdUpdate: {
    file: 'sgd-update',
    fields: { parameters: 'ptr', gradients: 'ptr', rate: 'ptr', length: 'i32' },
  },
  momentumUpdate: {
    file: 'momentum-update',
    fields: {
      parameters: 'ptr',
      gradients: 'ptr',
      velocity: 'ptr',
      rate: 'ptr',
      length: 'i32',
      momentum: 'f32',
      nesterov: 'i32',
    },
  },
  adamUpdate: {
    file: 'adam-update',
    fields: {
      parameters: 'ptr',
      gradients: 'ptr',
      m: 'ptr',
      v: 'ptr',
      rates: 'ptr',
      length: 'i32',
      oneMinusBeta1: 'f32',
      oneMinusBeta2: 'f32',
      epsilon: 'f32',
    },
  },
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
  // conv2d.ts, conv2d-filter-gradient.ts
  conv2d: {
    file: 'conv2d',
    fields: {
      x: 'ptr',
      panels: 'ptr',
      y: 'ptr',
      winner: 'ptr',
      ...window,
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
      sums: 'ptr',
      ...window,
      filters: 'i32',
      bandRows: 'i32',
      bandWidth: 'i32',
      copied: 'i32',
      groupBands: 'i32',
      slicePanels: 'i32',
    },
  },
  conv2dFilterSums: {
    file: 'conv2d-filter-gradient',
    fields: { sums: 'ptr', dw: 'ptr', elements: 'i32', filters: 'i32', groups: 'i32' },
  },
  // conv2d-max-pool2d-filter-gradient.ts
  conv2dMaxPool2dFilterGradient: {
    file: 'conv2d-max-pool2d-filter-gradient',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      y: 'ptr',
      winner: 'ptr',
      sums: 'ptr',
      biasSums: 'ptr',
      ...window,
      filters: 'i32',
      bandRows: 'i32',
      bandWidth: 'i32',
      bandBytes: 'i32',
      groupBands: 'i32',
    },
  },
  // depthwise-conv2d.ts, depthwise-filter-gradient.ts
  depthwiseConv2d: {
    file: 'depthwise-conv2d',
    fields: {
      x: 'ptr',
      panels: 'ptr',
      y: 'ptr',
      ...window,
      yOrigin: 'i32',
      yImage: 'i32',
      yRow: 'i32',
      yPixel: 'i32',
      floor: 'f32',
    },
  },
  depthwiseFilterGradient: {
    file: 'depthwise-filter-gradient',
    fields: {
      x: 'ptr',
      dy: 'ptr',
      sums: 'ptr',
      ...window,
      groupRows: 'i32',
      sliceChannels: 'i32',
    },
  },
  // channels.ts
  repeatChannels: { file: 'channels', fields: { x: 'ptr', y: 'ptr', length: 'i32', times: 'i32' } },
  sumChannels: { file: 'channels', fields: { x: 'ptr', y: 'ptr', length: 'i32', times: 'i32' } },
  copyChannels: {
    file: 'channels',
    fields: {
      x: 'ptr',
      y: 'ptr',
      rows: 'i32',
      width: 'i32',
      xOrigin: 'i32',
      xRow: 'i32',
      yOrigin: 'i32',
      yRow: 'i32',
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
      winner: 'ptr',
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
      sliceFilters: 'i32',
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
      yHeight: 'i32',
      yWidth: 'i32',
      firstTile: 'i32',
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
