// Softmax and the losses.

/** Work along the last axis of `rows` × `width` elements. */
const rowwise = { rows: 'i32', width: 'i32' } as const;

export const lossInstructions = {
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
  hardNegatives: {
    file: 'hard-negatives',
    fields: { losses: 'ptr', positives: 'ptr', mask: 'ptr', ...rowwise, ratio: 'i32' },
  },
} as const;
