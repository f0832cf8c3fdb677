import {
  add,
  conv2d,
  dense,
  flatten,
  inputLayer,
  type Model,
  model,
  relu,
  type Session,
  type SymbolicTensor,
} from '@cnn/layers';
import { adam, compile, type Trainer } from '@cnn/train';
import { drawGlyphs, GLYPH_IMAGE, glyphCount } from '../glyphs.js';

/** Deep networks that differ in how their layers follow each other. */
export const flowKinds = ['sigmoid', 'relu', 'residual'] as const;

export type FlowKind = (typeof flowKinds)[number];

/** How a network learns at a step. */
export interface GradientFlow {
  readonly kind: FlowKind;
  /** Steps that have been taken. */
  readonly step: number;
  readonly loss: number;
  /** L2 norm of the gradient with respect to the weights of each convolution, from the image on. */
  readonly norms: readonly number[];
}

export interface FlowOptions {
  /** Convolutions of each network. */
  readonly depth: number;
  readonly session: Session;
  /** Ends it after the step that is being taken. */
  readonly signal: AbortSignal;
  /** Told of each network at each step. It goes on when the listener is done. */
  readonly listener: (flow: GradientFlow) => void | Promise<void>;
  /** Ends it by itself after so many steps. Default 200. */
  readonly steps?: number;
}

const BATCH = 32;

/**
 * Trains a deep network with each kind of layers, by turns, on the same images, and measures the gradient of each layer
 * before each step.
 */
export async function watchGradients({
  depth,
  session,
  signal,
  listener,
  steps = 200,
}: FlowOptions): Promise<void> {
  const { x, y } = drawGlyphs({ count: 8 * BATCH, seed: 0, shift: 0, split: 'train' });
  const trainers: Trainer[] = [];
  try {
    for (const kind of flowKinds) {
      const optimizer = adam({ learningRate: 0.001 });
      const loss = 'sparseCategoricalCrossentropy';
      trainers.push(await compile(network(kind, depth), { optimizer, loss, session, seed: 0 }));
    }
    for (let step = 0; step < steps && !signal.aborted; step++) {
      const begin = (step % 8) * BATCH;
      const batch = { x: x.rows(begin, begin + BATCH), y: y.rows(begin, begin + BATCH) };
      for (const [i, trainer] of trainers.entries()) {
        const { loss, layers } = await trainer.gradientNorms(batch);
        const norms = layers.filter(({ layer }) => layer.startsWith('conv2d')).map(({ weights }) => weights);
        await listener({ kind: flowKinds[i]!, step, loss, norms });
        await trainer.fit(batch, { epochs: 1, batchSize: BATCH, shuffle: false });
      }
    }
  } finally {
    for (const trainer of trainers) await trainer.close();
  }
}

/**
 * The first convolution halves the image; in a residual network each of the others is added to what it was given. Such a
 * network begins as if they were not there: Zhang, Dauphin and Ma, "Fixup initialization", ICLR 2019.
 */
function network(kind: FlowKind, depth: number): Model {
  const activation = kind === 'sigmoid' ? 'sigmoid' : 'relu';
  const kernelInitializer = kind === 'sigmoid' ? 'glorotUniform' : 'heNormal';
  const options = { filters: 8, kernelSize: 3, padding: 'same' } as const;
  const plain = (strides = 1) => conv2d({ ...options, activation, kernelInitializer, strides });
  const added = () => conv2d({ ...options, kernelInitializer: 'zeros' });
  const inputs = inputLayer({ shape: [GLYPH_IMAGE, GLYPH_IMAGE, 1] });
  let x: SymbolicTensor = plain(2).apply(inputs);
  for (let i = 1; i < depth; i++) {
    x = kind === 'residual' ? add().apply([x, added().apply(relu().apply(x))]) : plain().apply(x);
  }
  const outputs = dense({ units: glyphCount, activation: 'softmax' }).apply(flatten().apply(x));
  return model({ inputs, outputs, seed: 0 });
}
