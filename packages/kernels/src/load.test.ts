import {
  encodeTape,
  FIRST_FREE_BYTE,
  type Instruction,
  instructionWords,
  KernelError,
  Kernels,
  supportedVariants,
  tapeBytes,
} from '@cnn/kernels';
import { describe, expect, test } from 'vitest';

const variants = await supportedVariants();
const length = 100_003;
const x = FIRST_FREE_BYTE + 4096;
const y = x + 4 * length + 64;

async function runRelu(kernels: Kernels): Promise<Float32Array> {
  kernels.reserve(y + 4 * length);
  const tape = [{ name: 'relu', fields: { x, y, length } }] as const;
  const memory = new DataView(kernels.memory.buffer, FIRST_FREE_BYTE, tapeBytes(tape));
  encodeTape<number>(tape, (address) => address, { address: 0, bytesPerThread: 0 }, memory);
  const input = new Float32Array(kernels.memory.buffer, x, length);
  for (let i = 0; i < length; i++) input[i] = (i % 7) - 3;
  kernels.run(FIRST_FREE_BYTE);
  return new Float32Array(kernels.memory.buffer, y, length).slice();
}

describe.each(variants)('%s', (variant) => {
  test.each([1, 2, 3])('%i threads run a tape', async (threads) => {
    const kernels = await Kernels.load({ variant, threads });
    const result = await runRelu(kernels);
    expect(result.every((value, i) => value === Math.max(0, (i % 7) - 3))).toBe(true);
    await kernels.close();
  });

  test.each([1, 2, 3])(
    '%i threads run strands, each of them one whole strand after the other',
    async (threads) => {
      const kernels = await Kernels.load({ variant, threads });
      const strands = 50;
      const length = 20_000;
      const [from, between, to] = [0, 1, 2].map((part) => x + part * 4 * strands * length) as [
        number,
        number,
        number,
      ];
      kernels.reserve(to + 4 * strands * length);
      const tape: Instruction[] = [];
      for (let strand = 0; strand < strands; strand++) {
        const offset = 4 * strand * length;
        const middle = { a: from + offset, b: from + offset, y: between + offset, length };
        tape.push({ name: 'add', fields: middle });
        tape.push({ name: 'relu', fields: { x: between + offset, y: to + offset, length } });
      }
      const words = instructionWords('add') + instructionWords('relu');
      tape.unshift({ name: 'depthFirst', fields: { strands, words } });
      // What follows the strands waits for all of them.
      tape.push({ name: 'relu', fields: { x: to, y: from, length: strands * length } });
      const memory = new DataView(kernels.memory.buffer, FIRST_FREE_BYTE, tapeBytes(tape));
      expect(FIRST_FREE_BYTE + tapeBytes(tape)).toBeLessThanOrEqual(x);
      encodeTape<number>(tape, (address) => address, { address: 0, bytesPerThread: 0 }, memory);
      const numbers = new Float32Array(kernels.memory.buffer, from, strands * length);
      for (let i = 0; i < numbers.length; i++) numbers[i] = (i % 7) - 3;
      kernels.run(FIRST_FREE_BYTE);
      expect(numbers.every((value, i) => value === 2 * Math.max(0, (i % 7) - 3))).toBe(true);
      await kernels.close();
    },
  );
});

test('many tapes in a row, with pauses long enough for the helpers to fall asleep', async () => {
  const kernels = await Kernels.load({ threads: 2 });
  for (let turn = 0; turn < 20; turn++) {
    await runRelu(kernels);
    for (let i = 0; i < 200; i++) kernels.run(FIRST_FREE_BYTE);
    await new Promise((resolve) => setTimeout(resolve, turn % 5));
  }
  await kernels.close();
});

test('a tape may be written over as soon as it has run', async () => {
  const kernels = await Kernels.load({ threads: 3 });
  kernels.reserve(y + 4 * length);
  const copies = { name: 'relu', fields: { x, y, length: 7 } } as const;
  const tapes = [[], [copies], [copies, copies, copies]];
  const memory = new DataView(kernels.memory.buffer, FIRST_FREE_BYTE, tapeBytes(tapes[2]!));
  for (let turn = 0; turn < 6000; turn++) {
    const tape = tapes[turn % 3]!;
    encodeTape<number>(tape, (address) => address, { address: 0, bytesPerThread: 0 }, memory);
    kernels.run(FIRST_FREE_BYTE);
    for (let i = 0; i < memory.byteLength; i += 4) memory.setInt32(i, 9999, true); // no opcode
  }
  await kernels.close();
});

test('options that the host cannot satisfy are refused', async () => {
  await expect(Kernels.load({ variant: 'avx' as never })).rejects.toThrow("There is no kernel variant 'avx'");
  await expect(Kernels.load({ threads: 0 })).rejects.toThrow(KernelError);
  await expect(Kernels.load({ threads: 1.5 })).rejects.toThrow('whole number from 1 to 64');
});

test('once closed they run nothing, instead of waiting for threads that are gone', async () => {
  const kernels = await Kernels.load({ threads: 1 });
  await runRelu(kernels);
  await kernels.close();
  await kernels.close();
  expect(() => kernels.run(FIRST_FREE_BYTE)).toThrow(KernelError);
  expect(() => kernels.run(FIRST_FREE_BYTE)).toThrow(
    'These kernels were closed, and have no threads left to run a tape. Load new ones, by a new session for instance.',
  );
});

test('a trap in the tape is an error for every thread, not a hang', async () => {
  const kernels = await Kernels.load({ threads: 3 });
  kernels.reserve(FIRST_FREE_BYTE + 64);
  const memory = new DataView(kernels.memory.buffer, FIRST_FREE_BYTE, 64);
  memory.setInt32(8, 9999, true); // no such opcode
  expect(() => kernels.run(FIRST_FREE_BYTE)).toThrow(KernelError);
  expect(() => kernels.run(FIRST_FREE_BYTE)).toThrow('Start a new session');
  await kernels.close();
});
