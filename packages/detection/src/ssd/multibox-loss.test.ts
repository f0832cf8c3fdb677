import { randomStream } from '@cnn/tensor';
import { test } from 'vitest';
import { checkLoss, sum } from '../../test/check-loss.js';
import { multiboxLoss } from './multibox-loss.js';

const stream = randomStream(43, 'multibox-loss');
const CLASSES = 2;
const BOXES = 12;

/** −w ln softmax(logits)[kind] */
function entropy(logits: readonly number[], kind: number): number {
  return Math.log(sum(logits.map((logit) => Math.exp(logit)))) - logits[kind]!;
}

const smooth = (distance: number): number => {
  const far = Math.abs(distance);
  return far <= 1 ? far ** 2 / 2 : far - 0.5;
};

test('is the formula of the paper, with the three hardest negatives for each positive', async () => {
  const output = Array.from({ length: BOXES }, () =>
    Array.from({ length: 5 + CLASSES }, () => 1.5 * stream.normal()),
  );
  const positives = new Map([
    [2, { kind: 1, offsets: [0.3, -2, 0.5, 1] }],
    [7, { kind: 2, offsets: [-0.1, 0.2, 3, -1] }],
  ]);
  // All boxes weigh as many times more as there are boxes for a positive, so the mean over them is one over positives.
  const weight = BOXES / positives.size;
  const y = output.map((_, i) => {
    const { kind, offsets } = positives.get(i) ?? { kind: 0, offsets: [0, 0, 0, 0] };
    return [...offsets, ...[0, 1, 2].map((k) => (k === kind ? weight : 0))];
  });
  const negatives = output.filter((_, i) => !positives.has(i)).map((row) => entropy(row.slice(4), 0));
  const hardest = negatives.sort((a, b) => b - a).slice(0, 3 * positives.size);
  const matched = [...positives].map(([i, { kind, offsets }]) => {
    const row = output[i]!;
    return entropy(row.slice(4), kind) + sum(offsets.map((offset, k) => smooth(row[k]! - offset)));
  });
  await checkLoss(multiboxLoss(), output, y, (sum(hardest) + sum(matched)) / positives.size);
});
