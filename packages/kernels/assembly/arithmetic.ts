import { Add, Maximum, Minimum, Multiply, Subtract } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";

// Two tensors, element by element. The loop is written once and made anew for each op: `op` is a constant, and nothing
// of the choice is left in it. It is unrolled: in the second-level cache, loops of one vector are slower.

const ADD: i32 = 0;
const SUBTRACT: i32 = 1;
const MULTIPLY: i32 = 2;
const MAXIMUM: i32 = 3;
const MINIMUM: i32 = 4;

/** y = a + b. */
export function add(f: Add): void {
  combine(ADD, f.a, f.b, f.y, f.length);
}

/** y = a − b. */
export function subtract(f: Subtract): void {
  combine(SUBTRACT, f.a, f.b, f.y, f.length);
}

/** y = a · b. */
export function multiply(f: Multiply): void {
  combine(MULTIPLY, f.a, f.b, f.y, f.length);
}

/** y = the larger of a and b; NaN where either is. */
export function maximum(f: Maximum): void {
  combine(MAXIMUM, f.a, f.b, f.y, f.length);
}

/** y = the smaller of a and b; NaN where either is. */
export function minimum(f: Minimum): void {
  combine(MINIMUM, f.a, f.b, f.y, f.length);
}

// @ts-ignore: decorator
@inline
function combine(op: i32, a: usize, b: usize, y: usize, length: i32): void {
  const chunks = elementChunks(length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, length);
    let i = chunkBegin(chunk);
    for (; i + 64 <= end; i += 64) {
      const left = a + i, right = b + i, to = y + i;
      v128.store(to, combined(op, v128.load(left), v128.load(right)));
      v128.store(to, combined(op, v128.load(left, 16), v128.load(right, 16)), 16);
      v128.store(to, combined(op, v128.load(left, 32), v128.load(right, 32)), 32);
      v128.store(to, combined(op, v128.load(left, 48), v128.load(right, 48)), 48);
    }
    for (; i + 16 <= end; i += 16) v128.store(y + i, combined(op, v128.load(a + i), v128.load(b + i)));
    if (i < end) storeSome(y + i, combined(op, loadSome(a + i, end - i), loadSome(b + i, end - i)), end - i);
  }
}

// @ts-ignore: decorator
@inline
function combined(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUBTRACT) return f32x4.sub(a, b);
  if (op == MULTIPLY) return f32x4.mul(a, b);
  // Not pmax and pmin, which lose NaN on one side.
  return op == MAXIMUM ? f32x4.max(a, b) : f32x4.min(a, b);
}
