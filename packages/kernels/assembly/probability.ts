// Probabilities are kept in 1e-7 … 1 − 1e-7 before a logarithm, as in Keras.

const SMALLEST: f32 = 1e-7;
const LARGEST: f32 = 1 - 1e-7;

/** The nearest probability in range; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function clip(q: v128): v128 {
  return f32x4.pmin(f32x4.pmax(q, f32x4.splat(SMALLEST)), f32x4.splat(LARGEST));
}

/** All bits of the lanes that `clip` leaves as they are, NaN among them. */
// @ts-ignore: decorator
@inline
export function isOpen(q: v128): v128 {
  const below = f32x4.lt(q, f32x4.splat(SMALLEST));
  return v128.not(v128.or(below, f32x4.gt(q, f32x4.splat(LARGEST))));
}
