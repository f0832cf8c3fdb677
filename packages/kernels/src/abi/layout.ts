// Elements put elsewhere, repeated or interpolated.

/** Images of which every pixel becomes `factorY` × `factorX`. */
const upsampling = {
  batch: 'i32',
  height: 'i32',
  width: 'i32',
  channels: 'i32',
  factorY: 'i32',
  factorX: 'i32',
} as const;

export const layoutInstructions = {
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
      slices: 'i32',
      xOrigin: 'i32',
      xRow: 'i32',
      xSlice: 'i32',
      yOrigin: 'i32',
      yRow: 'i32',
      ySlice: 'i32',
    },
  },
} as const;
