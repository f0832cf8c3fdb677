import { dense, sequential } from '@cnn/layers';
import { tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { compile } from '../compile.js';
import type { GradientClippingOptions } from './gradient-clipping.js';
import { sgd } from './sgd.js';

test.each<GradientClippingOptions>([{ clipnorm: 0.5 }, { globalClipnorm: 0.5 }, { clipvalue: 0.05 }])(
  'with %o a model whose weights are set anew learns again after steps of NaN',
  async (clipping) => {
    const model = sequential([dense({ units: 3, inputShape: [5] })], { seed: 1 });
    const optimizer = sgd({ learningRate: 0.1, ...clipping });
    const trainer = await compile(model, { optimizer, loss: 'meanSquaredError', threads: 1 });
    const start = model.weights.map(({ value }) => value);
    const y = tensor(new Float32Array(12), [4, 3]);
    const losses = async (x: Float32Array): Promise<readonly number[]> => {
      const { metrics } = await trainer.fit({ x: tensor(x, [4, 5]), y }, { epochs: 3, batchSize: 4 });
      return metrics['loss']!;
    };
    const samples = Float32Array.from({ length: 20 }, (_, i) => i / 20);
    const first = await losses(samples);
    expect(first[2]).toBeLessThan(first[0]!);
    expect(await losses(new Float32Array(20).fill(Number.NaN))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    model.weights.forEach((weight, i) => {
      weight.value = start[i]!;
    });
    // Samples come in another order, and are summed in it.
    (await losses(samples)).forEach((loss, i) => {
      expect(loss).toBeCloseTo(first[i]!, 5);
    });
    await trainer.close();
  },
);
