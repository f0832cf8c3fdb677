/** Loops that do nothing but what they are named after, as fast as 128-bit vectors can. */

/** As in the kernels: one instruction where the build has it, else two. */
@inline
function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Twelve independent sums, so that none waits long for itself: 12 · 4 · 2 operations a step. */
export function arithmetic(steps: i32, factor: f32): f32 {
  const f = f32x4.splat(factor);
  let a = f32x4.splat(0);
  let b = f32x4.splat(1);
  let c = f32x4.splat(2);
  let d = f32x4.splat(3);
  let e = f32x4.splat(4);
  let g = f32x4.splat(5);
  let h = f32x4.splat(6);
  let i = f32x4.splat(7);
  let j = f32x4.splat(8);
  let k = f32x4.splat(9);
  let l = f32x4.splat(10);
  let m = f32x4.splat(11);
  for (let step = 0; step < steps; step++) {
    a = multiplyAdd(a, f, f);
    b = multiplyAdd(b, f, f);
    c = multiplyAdd(c, f, f);
    d = multiplyAdd(d, f, f);
    e = multiplyAdd(e, f, f);
    g = multiplyAdd(g, f, f);
    h = multiplyAdd(h, f, f);
    i = multiplyAdd(i, f, f);
    j = multiplyAdd(j, f, f);
    k = multiplyAdd(k, f, f);
    l = multiplyAdd(l, f, f);
    m = multiplyAdd(m, f, f);
  }
  const sum = f32x4.add(
    f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, g), f32x4.add(h, i))),
    f32x4.add(f32x4.add(j, k), f32x4.add(l, m)),
  );
  return f32x4.extract_lane(sum, 0);
}

/** Reads the first half of the memory after `begin` and writes the second. `bytes` is a multiple of 128. */
export function copy(begin: usize, bytes: usize): void {
  const half = bytes / 2;
  const end = begin + half;
  for (let from = begin; from < end; from += 64) {
    v128.store(from + half, v128.load(from));
    v128.store(from + half, v128.load(from, 16), 16);
    v128.store(from + half, v128.load(from, 32), 32);
    v128.store(from + half, v128.load(from, 48), 48);
  }
}
