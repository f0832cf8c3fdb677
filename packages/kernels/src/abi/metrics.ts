// What metrics count.

/** Work along the last axis of `rows` × `width` elements. */
const rowwise = { rows: 'i32', width: 'i32' } as const;

export const metricInstructions = {
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
} as const;
