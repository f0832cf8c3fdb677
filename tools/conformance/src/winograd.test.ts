import { Session } from '@cnn/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCases } from './catalog.ts';
import { check, instructionsOf } from './check.ts';
import { compare } from './compare.ts';
import { Sessions } from './sessions.ts';
import type { Sizes } from './sizes.ts';
import { loadTensorFlow } from './tfjs.ts';
import { drawSizes, makeTrial, referenceResults } from './trial.ts';

// What conv2d-winograd.ts says of its errors, on numbers of variance 1.
const bound = 2e-5;
const sums = [8, 128, 256, 512];
const seed = 2016;
const cases = (await loadCases()).filter(({ name }) => name.endsWith('/winograd'));
const sizesWith = (channels: number, filters: number): Sizes => ({
  ...{ batch: 2, height: 16, width: 16, channels, filters },
  ...{ kernelHeight: 3, kernelWidth: 3, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1 },
  ...{ padding: 'same', top: 0, bottom: 0, left: 0, right: 0 },
});
const layer = { bias: false, activation: 'linear' };
/** Sizes of which the sums in the transformed domain have so many terms; tiles are the filter gradient's. */
const sizesOf: Readonly<Record<string, (terms: number) => Sizes>> = {
  'conv2d/winograd': (terms) => ({ ...sizesWith(terms, 32), ...layer }),
  'conv2dInputGradient/winograd': (terms) => sizesWith(32, terms),
  'conv2dFilterGradient/winograd': (terms) => ({ ...sizesWith(32, 32), batch: terms / 8, height: 8 }),
};
let sessions: Sessions;

beforeAll(async () => {
  await loadTensorFlow();
  sessions = await Sessions.start();
});
afterAll(() => sessions.close());

test('the convolution and both of its gradients have a case for Winograd', () => {
  expect(cases.map(({ op }) => op.opName)).toEqual(['conv2d', 'conv2dFilterGradient', 'conv2dInputGradient']);
});

describe.each(cases)(`$name (seed ${seed})`, (tested) => {
  test.each(sums)(`is within ${bound} of f64 where it sums %i terms`, async (terms) => {
    const trial = makeTrial(tested, seed, sizesOf[tested.name]!(terms));
    expect(instructionsOf(trial).filter(isWinograd)).not.toEqual([]);
    const { measurements } = await check(trial, sessions);
    for (const { oracle, difference } of measurements) {
      if (oracle !== 'f64') continue;
      expect(difference.relative).toBeLessThanOrEqual(bound);
      // Direct sums are closer than this: the algorithm really is Winograd's.
      expect(difference.relative).toBeGreaterThan(1e-6);
    }
  });

  test('a deterministic session has no use for it, and is closer', async () => {
    const session = await Session.create({ deterministic: true, threads: 2 });
    for (let index = 0; index < 5; index++) {
      const trial = makeTrial(tested, seed, drawSizes(tested, seed, index));
      expect(instructionsOf(trial, true).filter(isWinograd)).toEqual([]);
      const program = session.program();
      const executable = program.compile({ outputs: trial.outputs });
      for (const [name, tensor] of Object.entries(trial.inputs)) if (tensor) executable.write(name, tensor);
      executable.run();
      for (const [name, expected] of referenceResults(trial)) {
        expect(compare(executable.read(name), expected).relative).toBeLessThan(1e-6);
      }
      program.release();
    }
    await session.close();
  });
});

function isWinograd(instruction: string): boolean {
  return instruction.startsWith('winograd');
}
