import { randomStream } from '@cnn/tensor';
import type { SplitName } from './listing.js';

interface Chance {
  /** What the random numbers are for. */
  purpose: string;
  seed: number;
  testFraction: number;
}

/**
 * Sees to it that there is something to test with: a folder's images, else those for validation, else some that the
 * seed chooses, but never all of them.
 */
export function withTestSplit<Image extends { split: SplitName }>(
  images: readonly Image[],
  { purpose, seed, testFraction }: Chance,
): { images: readonly Image[]; origin: string } {
  const has = (name: SplitName): boolean => images.some(({ split }) => split === name);
  if (has('test')) return { images, origin: 'split by folders' };
  if (has('validation')) {
    const tested = images.map(
      (image): Image => (image.split === 'validation' ? { ...image, split: 'test' } : image),
    );
    return { images: tested, origin: 'split by folders, tested on those for validation' };
  }
  const out = [...images];
  const order = randomStream(seed, purpose, 'split').shuffle(Uint32Array.from(images.keys()));
  const count = Math.min(images.length - 1, Math.max(1, Math.round(images.length * testFraction)));
  for (const index of order.subarray(0, count)) out[index] = { ...out[index]!, split: 'test' };
  return { images: out, origin: 'split by seed' };
}
