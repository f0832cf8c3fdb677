import { type ArrayOf, type DType, randomStream, sizeOf, type Tensor } from '@cnn/tensor';

/** The order in which an epoch visits samples; it depends on seed and epoch only. */
export function shuffledOrder(samples: number, seed: number, epoch: number): Uint32Array {
  const order = Uint32Array.from({ length: samples }, (_, index) => index);
  return randomStream(seed, 'shuffle', epoch).shuffle(order);
}

/**
 * Lays rows of a tensor into memory, one after another: the rows `order[begin]` to `order[end - 1]`, or
 * without an order the rows `begin` to `end - 1`. Bytes become integers or floats when the memory is of these.
 */
export function layRows(
  source: Tensor,
  order: Uint32Array | undefined,
  begin: number,
  end: number,
  target: ArrayOf[DType],
): void {
  const { data } = source;
  const size = sizeOf(source.shape.slice(1));
  if (!order) {
    target.set(data.subarray(begin * size, end * size));
    return;
  }
  for (let i = begin, at = 0; i < end; i++, at += size) {
    const from = order[i]! * size;
    target.set(data.subarray(from, from + size), at);
  }
}
