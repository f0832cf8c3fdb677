import { defineOp, type Op, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { type Dropout, dropBelow, expectKey, expectRate, randomWord } from './dropout.js';
import { expectAxes, expectDtype } from './expect.js';
import { vectorPeriod } from './vector-period.js';

/**
 * Dropout of whole channels: y = x / (1 − rate) in the channels of each sample that stay, 0 in the others;
 * x `[batch, …, channels]`, key i32 `[2]`. Channel c of sample n stays when random word n · channels + c is at
 * least rate · 2³², the words being those of `dropout`. Tompson, Goroshin, Jain, LeCun and Bregler, "Efficient
 * object localization using convolutional networks", CVPR 2015.
 * @throws ConfigError unless 0 ≤ rate < 1
 */
export const spatialDropout: Op<{ x: Value; key: Value }, Dropout, 'y'> = defineOp('spatialDropout', {
  infer: ({ x, key }, { rate }) => {
    expectDtype('spatialDropout', 'f32', { x });
    expectAxes('spatialDropout', 'x', x.shape, '[batch, …, channels]', 2, Number.POSITIVE_INFINITY);
    expectKey('spatialDropout', key);
    expectRate('spatialDropout', rate);
    return { y: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, key }, { rate, salt }, { y }) => {
    const channels = x.shape.at(-1)!;
    const perSample = sizeOf(x.shape.slice(1));
    for (let i = 0; i < y.data.length; i++) {
      const word = randomWord(key, Math.floor(i / perSample) * channels + (i % channels), salt);
      y.data[i] = word >= dropBelow(rate) ? x.data[i]! / (1 - rate) : 0;
    }
  },
  grad: ({ key }, dy, attributes) => ({ x: spatialDropout({ x: dy, key }, attributes).y }),
  lower: ({ x, key, y }, { rate, salt }, tape) => {
    const channels = x.shape.at(-1)!;
    const period = vectorPeriod(channels, 4);
    // Words are drawn 16 at a time, and a sample's may begin and end within such a block.
    tape.workspace(4 * (period + channels + 32));
    const sizes = { samples: x.shape[0]!, pixels: sizeOf(x.shape.slice(1, -1)), channels, period };
    tape.emit('spatialDropout', {
      x,
      key,
      y,
      ...sizes,
      salt,
      dropBelow: dropBelow(rate),
      factor: 1 / (1 - rate),
    });
  },
});
