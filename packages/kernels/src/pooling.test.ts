import { encodeTape, FIRST_FREE_BYTE, Kernels, supportedVariants, tapeBytes } from '@cnn/kernels';
import { afterAll, describe, expect, test } from 'vitest';

const variants = await supportedVariants();

interface Windows {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly poolHeight: number;
  readonly poolWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly top: number;
  readonly left: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** Windows of height × width cells over images of 9 × 11, padded so that they cover the edges. */
function windows(channels: number, size: readonly number[], strides: readonly number[]): Windows {
  const [poolHeight, poolWidth] = size as [number, number];
  const [strideY, strideX] = strides as [number, number];
  const [outHeight, outWidth] = [Math.ceil(9 / strideY), Math.ceil(11 / strideX)];
  const top = Math.max(0, (outHeight - 1) * strideY + poolHeight - 9) >> 1;
  const left = Math.max(0, (outWidth - 1) * strideX + poolWidth - 11) >> 1;
  const image = { batch: 2, height: 9, width: 11, channels };
  return { ...image, poolHeight, poolWidth, strideY, strideX, top, left, outHeight, outWidth };
}

/** Calls `visit` for every cell of every window, those of a window in order. */
function forEachCell(f: Windows, visit: (out: number, cell: number, place: number) => void): void {
  const { batch, height, width, channels, poolHeight, poolWidth, outHeight, outWidth } = f;
  for (let out = 0; out < batch * outHeight * outWidth * channels; out++) {
    const pixel = Math.floor(out / channels);
    const image = Math.floor(pixel / outWidth / outHeight);
    for (let place = 0; place < poolHeight * poolWidth; place++) {
      const row =
        (Math.floor(pixel / outWidth) % outHeight) * f.strideY - f.top + Math.floor(place / poolWidth);
      const column = (pixel % outWidth) * f.strideX - f.left + (place % poolWidth);
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      visit(out, ((image * height + row) * width + column) * channels + (out % channels), place);
    }
  }
}

function largest(f: Windows, x: Float32Array, outs: number): { y: Float32Array; winner: Uint8Array } {
  const y = new Float32Array(outs);
  const winner = new Uint8Array(outs);
  const seen = new Set<number>();
  forEachCell(f, (out, cell, place) => {
    const value = x[cell]!;
    const better = value > y[out]! || (Number.isNaN(value) && !Number.isNaN(y[out]!));
    if (seen.has(out) && !better) return;
    seen.add(out);
    y[out] = value;
    winner[out] = place;
  });
  return { y, winner };
}

function gradient(f: Windows, dy: Float32Array, winner: Uint8Array): Float64Array {
  const dx = new Float64Array(f.batch * f.height * f.width * f.channels);
  forEachCell(f, (out, cell, place) => {
    if (winner[out] === place) dx[cell]! += dy[out]!;
  });
  return dx;
}

function meanGradient(f: Windows, dy: Float32Array): Float64Array {
  const cells = new Map<number, number>();
  forEachCell(f, (out) => cells.set(out, (cells.get(out) ?? 0) + 1));
  const dx = new Float64Array(f.batch * f.height * f.width * f.channels);
  forEachCell(f, (out, cell) => {
    dx[cell]! += dy[out]! / cells.get(out)!;
  });
  return dx;
}

/** Numbers of which some are equal; with `odd`, some are NaN or infinite. */
function numbers(length: number, odd = false): Float32Array {
  const strange = [Number.NaN, Infinity, -Infinity];
  let state = length;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const number = (state >> 20) / 512;
    return odd && (state >>> 8) % 16 === 0 ? strange[(state >>> 14) % 3]! : number;
  });
}

const shapes = [1, 2, 3, 4, 7, 16, 23].flatMap((channels) => [
  windows(channels, [3, 3], [1, 1]),
  windows(channels, [3, 3], [2, 2]),
  windows(channels, [2, 7], [1, 3]),
  windows(channels, [5, 2], [3, 1]),
  windows(channels, [1, 1], [2, 3]),
  windows(channels, [9, 11], [9, 11]),
]);

describe.each(variants.flatMap((variant) => [1, 2, 3].map((threads) => ({ variant, threads }))))(
  '$variant on $threads threads',
  async (options) => {
    const kernels = await Kernels.load(options);
    afterAll(() => kernels.close());

    const at = (slot: number): number => FIRST_FREE_BYTE + 4096 + slot * 65536;
    const floats = (slot: number, length: number): Float32Array =>
      new Float32Array(kernels.memory.buffer, at(slot), length);
    kernels.reserve(at(4));

    /** x and dx in slot 0, y and dy in slot 1, winners in slot 2. */
    function run(name: 'maxPool2d' | 'maxUnpool2d' | 'avgPool2dGrad', f: Windows, winners = true): void {
      const slots = { x: at(0), dx: at(0), y: at(1), dy: at(1), winner: winners ? at(2) : 0 };
      const tape = [{ name, fields: { ...slots, ...f } }] as const;
      const memory = new DataView(kernels.memory.buffer, FIRST_FREE_BYTE, tapeBytes(tape));
      encodeTape<number>(tape, (address) => address, { address: 0, bytesPerThread: 0 }, memory);
      kernels.run(FIRST_FREE_BYTE);
    }

    test.each(shapes)(
      '$poolHeight × $poolWidth cells, strides $strideY, $strideX, $channels channels',
      (f) => {
        const cells = f.batch * f.height * f.width * f.channels;
        const outs = f.batch * f.outHeight * f.outWidth * f.channels;
        for (const odd of [false, true]) {
          const x = numbers(cells, odd);
          const wanted = largest(f, x, outs);
          floats(0, cells).set(x);
          run('maxPool2d', f);
          const winner = new Uint8Array(kernels.memory.buffer, at(2), outs).slice();
          expect(floats(1, outs)).toEqual(wanted.y);
          expect(winner).toEqual(wanted.winner);
          floats(1, outs + 1).fill(7);
          run('maxPool2d', f, false);
          expect(floats(1, outs)).toEqual(wanted.y);
          expect(floats(1, outs + 1)[outs]).toBe(7);
        }
        const dy = numbers(outs);
        const { winner } = largest(f, numbers(cells), outs);
        floats(1, outs).set(dy);
        new Uint8Array(kernels.memory.buffer, at(2), outs).set(winner);
        floats(0, cells + 1).fill(7);
        run('maxUnpool2d', f);
        expect(floats(0, cells)).toEqual(Float32Array.from(gradient(f, dy, winner)));
        expect(floats(0, cells + 1)[cells]).toBe(7);
        run('avgPool2dGrad', f);
        const means = meanGradient(f, dy);
        const error = floats(0, cells).reduce((most, dx, i) => Math.max(most, Math.abs(dx - means[i]!)), 0);
        expect(error).toBeLessThan(2e-6);
      },
    );
  },
);
