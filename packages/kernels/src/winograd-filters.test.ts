import { encodeTape, FIRST_FREE_BYTE, Kernels, supportedVariants, tapeBytes } from '@cnn/kernels';
import { describe, expect, test } from 'vitest';

const variants = await supportedVariants();
/** Winograd's G for F(4×4, 3×3), at the points 0, ±1, ±2 and ∞. */
const G = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];

interface Layout {
  readonly origin: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly depth: number;
  readonly depthStride: number;
  readonly width: number;
  readonly widthStride: number;
}

/** Of filters [3, 3, depth, width], and of the flipped [3, 3, width, depth]. */
const layouts = {
  plain: (depth: number, width: number): Layout => {
    const tap = depth * width;
    const taps = { origin: 0, rowStride: 3 * tap, columnStride: tap };
    return { ...taps, depth, depthStride: width, width, widthStride: 1 };
  },
  flipped: (depth: number, width: number): Layout => {
    const tap = depth * width;
    const taps = { origin: 8 * tap, rowStride: -3 * tap, columnStride: -tap };
    return { ...taps, depth, depthStride: 1, width, widthStride: depth };
  },
};

/** [36][width / 8][depth][8] in double precision. */
function expected(w: Float32Array, layout: Layout): Float64Array {
  const { origin, rowStride, columnStride, depth, depthStride, width, widthStride } = layout;
  const panels = Math.ceil(width / 8);
  return Float64Array.from({ length: 36 * panels * depth * 8 }, (_, place) => {
    const lane = place % 8;
    const channel = Math.floor(place / 8) % depth;
    const filter = (Math.floor(place / 8 / depth) % panels) * 8 + lane;
    const component = Math.floor(place / 8 / depth / panels);
    if (filter >= width) return 0;
    let sum = 0;
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const at = origin + row * rowStride + column * columnStride;
        const factor = G[Math.floor(component / 6)]![row]! * G[component % 6]![column]!;
        sum += factor * w[at + channel * depthStride + filter * widthStride]!;
      }
    }
    return sum;
  });
}

/** The transformed filters, without the gaps between the 36 planes. */
function transform(kernels: Kernels, filters: Float32Array, layout: Layout): Float32Array {
  const plane = Math.ceil(layout.width / 8) * layout.depth * 8;
  const workspace = FIRST_FREE_BYTE + 1024;
  const w = workspace + 4096;
  const u = (w + filters.byteLength + 63) & ~63;
  kernels.reserve(u + 36 * (plane * 4 + 64));
  new Float32Array(kernels.memory.buffer, w, filters.length).set(filters);
  const tape = [{ name: 'winogradFilters', fields: { w, u, ...layout } }] as const;
  const memory = new DataView(kernels.memory.buffer, FIRST_FREE_BYTE, tapeBytes(tape));
  encodeTape<number>(tape, (address) => address, { address: workspace, bytesPerThread: 1024 }, memory);
  kernels.run(FIRST_FREE_BYTE);
  const planes = Array.from({ length: 36 }, (_, component) => u + component * (plane * 4 + 64));
  const result = new Float32Array(36 * plane);
  planes.forEach((from, i) => {
    result.set(new Float32Array(kernels.memory.buffer, from, plane), i * plane);
  });
  return result;
}

function numbers(length: number): Float32Array {
  let state = length;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

// Depths and widths within one chunk's and beyond, in whole panels, blocks and groups and not.
const sizes = [
  [4, 4],
  [16, 16],
  [3, 24],
  [65, 12],
  [64, 64],
  [7, 68],
  [132, 140],
  [66, 300],
] as const;

describe.each(variants)('%s', (variant) => {
  describe.each(['plain', 'flipped'] as const)('%s filters', (kind) => {
    test.each(sizes)('of %i channels and %i filters', async (depth, width) => {
      const layout = layouts[kind](depth, width);
      const w = numbers(9 * depth * width);
      const results = [];
      for (const threads of [1, 2, 3]) {
        const kernels = await Kernels.load({ variant, threads });
        results.push(transform(kernels, w, layout));
        await kernels.close();
      }
      const wanted = expected(w, layout);
      const error = results[0]!.reduce((most, u, i) => Math.max(most, Math.abs(u - wanted[i]!)), 0);
      expect(error).toBeLessThan(5e-7);
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
    });
  });
});

test('a filter element that is infinite or NaN touches its own channel and filter alone', async () => {
  const layout = layouts.plain(9, 20);
  const w = numbers(9 * 9 * 20);
  const tap = 4 * 9 * 20;
  w[tap + 3 * 20 + 5] = Number.NaN;
  w[tap + 7 * 20 + 17] = Number.POSITIVE_INFINITY;
  const kernels = await Kernels.load({ threads: 1 });
  const u = transform(kernels, w, layout);
  await kernels.close();
  const touched = new Set<string>();
  u.forEach((value, place) => {
    if (Number.isFinite(value)) return;
    const channel = Math.floor(place / 8) % 9;
    const filter = (Math.floor(place / 72) % 3) * 8 + (place % 8);
    touched.add(`${channel} ${filter}`);
  });
  expect(touched).toEqual(new Set(['3 5', '7 17']));
});
