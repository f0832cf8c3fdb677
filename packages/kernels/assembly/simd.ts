// What all kernels share of the vector instructions.

/** a · b + c in each lane; fused to one rounding where the build and the host have it. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** A step from `mean` towards `x`. */
// @ts-ignore: decorator
@inline
export function towards(mean: v128, x: v128, share: v128): v128 {
  return multiplyAdd(share, f32x4.sub(x, mean), mean);
}

/** Chunks of `grain` elements that `length` elements make, the last perhaps shorter. */
// @ts-ignore: decorator
@inline
export function chunksOf(length: i32, grain: i32): i32 {
  return (length + grain - 1) / grain;
}

/**
 * Four times the same bits, in a way that no optimiser takes for a constant (`veil` is always 0): V8
 * builds a vector constant anew wherever one is used, even in a loop.
 */
// @ts-ignore: decorator
@inline
export function veiled(bits: i32, veil: i32): v128 {
  return i32x4.splat(bits ^ veil);
}
