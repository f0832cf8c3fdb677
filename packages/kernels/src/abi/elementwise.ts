// Work on each element alone.

/** Two tensors that become one. */
const pair = { a: 'ptr', b: 'ptr', y: 'ptr', length: 'i32' } as const;

export const elementwiseInstructions = {
  // relu.ts
  relu: { file: 'relu', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  reluGrad: { file: 'relu', fields: { y: 'ptr', dy: 'ptr', more: 'ptr', dx: 'ptr', length: 'i32' } },
  // exp.ts, log.ts
  exp: { file: 'exp', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  log: { file: 'log', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  logGrad: { file: 'log', fields: { x: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  // activations.ts
  sigmoid: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  sigmoidGrad: { file: 'activations', fields: { y: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
  tanh: { file: 'activations', fields: { x: 'ptr', y: 'ptr', length: 'i32' } },
  tanhGrad: { file: 'activations', fields: { y: 'ptr', dy: 'ptr', dx: 'ptr', length: 'i32' } },
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
  // arithmetic.ts
  add: { file: 'arithmetic', fields: pair },
  subtract: { file: 'arithmetic', fields: pair },
  multiply: { file: 'arithmetic', fields: pair },
  maximum: { file: 'arithmetic', fields: pair },
  minimum: { file: 'arithmetic', fields: pair },
  // choose-grad.ts, scale.ts, copy.ts
  chooseGrad: {
    file: 'choose-grad',
    fields: { least: 'ptr', most: 'ptr', dy: 'ptr', chosen: 'ptr', other: 'ptr', length: 'i32' },
  },
  scale: { file: 'scale', fields: { x: 'ptr', y: 'ptr', length: 'i32', factor: 'f32' } },
  copy: { file: 'copy', fields: { x: 'ptr', y: 'ptr', bytes: 'i32' } },
} as const;
