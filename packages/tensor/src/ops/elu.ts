import { defineActivation } from './activation.js';

export interface Elu {
  /** Where y ends for very negative x: at −scale · alpha. */
  readonly alpha: number;
  /** Default 1. */
  readonly scale?: number;
}

/**
 * y = scale · x where x > 0, else scale · alpha · (eˣ − 1). Clevert, Unterthiner and Hochreiter, "Fast and
 * accurate deep network learning by exponential linear units (ELUs)", ICLR 2016.
 */
export const [elu, eluGrad] = defineActivation<Elu>('elu', {
  value: (x, { alpha, scale = 1 }) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
  slope: (x, { alpha, scale = 1 }) => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
  fields: ({ alpha, scale = 1 }) => ({ alpha, scale }),
});

/**
 * The alpha and scale with which `elu` is SELU: activations settle at mean 0 and variance 1 by themselves.
 * Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", NeurIPS 2017.
 */
export const seluConstants: Required<Elu> = {
  alpha: 1.6732632423543772,
  scale: 1.0507009873554805,
};
