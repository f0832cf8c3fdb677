// What changes weights: penalties, constraints and optimizers.

export const trainingInstructions = {
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
} as const;
