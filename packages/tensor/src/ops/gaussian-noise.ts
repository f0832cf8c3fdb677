import { ConfigError } from '../errors.js';
import { defineOp, type NdArray, type Op, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectKey, randomWord } from './dropout.js';
import { expectDtype } from './expect.js';

/** How much noise, and of which of the layers. */
export interface GaussianNoise {
  /** Standard deviation of what is added, 0 or more. */
  readonly deviation: number;
  /** A 32-bit number of the layer's own, so that layers with the same key add other noise. */
  readonly salt: number;
}

/**
 * y = x + deviation · n, each n drawn from the normal distribution; x `[…]`, key i32 `[2]`. A new key for each
 * step gives each step new noise. Of each 8 random words, those of `dropout`, the first four say how far from 0 and
 * the others in which direction two numbers lie: Box and Muller, "A note on the generation of random normal
 * deviates", 1958.
 * @throws ConfigError unless the deviation is 0 or more
 */
export const gaussianNoise: Op<{ x: Value; key: Value }, GaussianNoise, 'y'> = defineOp('gaussianNoise', {
  infer: ({ x, key }, { deviation }) => {
    expectDtype('gaussianNoise', 'f32', { x });
    expectKey('gaussianNoise', key);
    if (!(deviation >= 0 && Number.isFinite(deviation))) {
      throw new ConfigError(
        `gaussianNoise got the deviation ${deviation}; it must be a finite number. Choose 0 or more.`,
      );
    }
    return { y: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, key }, { deviation, salt }, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i]! + deviation * normalAt(key, i, salt);
  },
  grad: (_, dy) => ({ x: dy }),
  lower: ({ x, key, y }, { deviation, salt }, tape) =>
    tape.emit('gaussianNoise', { x, key, y, length: sizeOf(x.shape), salt, deviation }),
});

/** Element `index` of the noise. */
function normalAt(key: NdArray, index: number, salt: number): number {
  const first = 8 * Math.floor(index / 8) + (index % 4);
  const far = randomWord(key, first, salt);
  const direction = randomWord(key, first + 4, salt);
  const distance = Math.sqrt(-2 * Math.log(((far >>> 9) + 0.5) / 2 ** 23));
  // Two bits for the quarter of a turn, 23 for the place in it, from −π/4 to π/4 around the quarter's start.
  const quarter = direction >>> 30;
  const place = (((direction << 2) >>> 9) + 0.5) / 2 ** 23 - 0.5;
  const angle = (quarter + place) * (Math.PI / 2);
  return distance * (index % 8 < 4 ? Math.cos(angle) : Math.sin(angle));
}
