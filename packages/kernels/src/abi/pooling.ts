// What is left of windows over images, and of whole images.

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

/** Images of `cells` pixels each. */
const wholeImages = { images: 'i32', cells: 'i32', channels: 'i32' } as const;

export const poolingInstructions = {
  // max-pool2d.ts, max-unpool2d.ts, avg-pool2d.ts
  maxPool2d: { file: 'max-pool2d', fields: { x: 'ptr', y: 'ptr', winner: 'ptr', ...pooling } },
  maxPool2dHalves: { file: 'max-pool2d', fields: { x: 'ptr', y: 'ptr', winner: 'ptr', ...pooling } },
  maxUnpool2d: { file: 'max-unpool2d', fields: { dy: 'ptr', winner: 'ptr', dx: 'ptr', ...pooling } },
  maxUnpool2dHalves: { file: 'max-unpool2d', fields: { dy: 'ptr', winner: 'ptr', dx: 'ptr', ...pooling } },
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
} as const;
