// What changes weights: penalties, constraints and optimizers.

export const trainingInstructions = {
  // weight-penalty.ts
  weightPenalty: {
    file: 'weight-penalty',
    fields: { w: 'ptr', partials: 'ptr', origin: 'i32', length: 'i32', l1: 'f32', l2: 'f32' },
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
      alpha: 'ptr',
      length: 'i32',
      oneMinusBeta1: 'f32',
      oneMinusBeta2: 'f32',
      epsilon: 'f32',
    },
  },
  rmspropUpdate: {
    file: 'rmsprop-update',
    fields: {
      parameters: 'ptr',
      gradients: 'ptr',
      square: 'ptr',
      mean: 'ptr',
      velocity: 'ptr',
      rate: 'ptr',
      length: 'i32',
      oneMinusRho: 'f32',
      momentum: 'f32',
      epsilon: 'f32',
    },
  },
  adagradUpdate: {
    file: 'adagrad-update',
    fields: {
      parameters: 'ptr',
      gradients: 'ptr',
      squares: 'ptr',
      rate: 'ptr',
      length: 'i32',
      offset: 'f32',
    },
  },
  lionUpdate: {
    file: 'lion-update',
    fields: {
      parameters: 'ptr',
      gradients: 'ptr',
      m: 'ptr',
      rate: 'ptr',
      length: 'i32',
      oneMinusBeta1: 'f32',
      oneMinusBeta2: 'f32',
    },
  },
  // what any optimizer may do besides, in place
  decayWeights: {
    file: 'decay-weights',
    fields: { parameters: 'ptr', rate: 'ptr', origin: 'i32', length: 'i32' },
  },
  decayGradients: {
    file: 'decay-weights',
    fields: { gradients: 'ptr', parameters: 'ptr', origin: 'i32', length: 'i32', share: 'f32' },
  },
  clipByNorm: {
    file: 'clip-gradients',
    fields: { gradients: 'ptr', squares: 'ptr', origin: 'i32', length: 'i32', most: 'f32' },
  },
  clipByValue: { file: 'clip-gradients', fields: { gradients: 'ptr', length: 'i32', most: 'f32' } },
  averageWeights: {
    file: 'moving-average',
    fields: { average: 'ptr', parameters: 'ptr', share: 'ptr', length: 'i32' },
  },
} as const;
