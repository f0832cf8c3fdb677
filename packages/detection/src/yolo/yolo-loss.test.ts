import { randomStream } from '@cnn/tensor';
import { compile } from '@cnn/train';
import { expect, test } from 'vitest';
import { binaryEntropy, checkLoss, sum } from '../../test/check-loss.js';
import { yolo } from './yolo.js';
import { yoloLoss } from './yolo-loss.js';

const stream = randomStream(41, 'yolo-loss');
const CLASSES = 3;
const row = (): number[] => Array.from({ length: 5 + CLASSES }, () => 1.5 * stream.normal());

test('is the formula of the papers, box by box', async () => {
  const output = Array.from({ length: 6 }, row);
  const nothing = [0, 0, 0, 0, 0, 0, 0, 0];
  const y = [
    [0.25, 0.75, 0.5, -0.5, 1, 0, 1, 0],
    nothing,
    [0, 0, 0, 0, -1, 0, 0, 0],
    nothing,
    [0.9, 0.1, -1, 0.25, 1, 1, 0, 0],
    nothing,
  ];
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const expected = sum(
    output.map(([x, ...rest], i) => {
      const [xWanted, yWanted, wide, high, objectness, ...classes] = y[i]! as [
        number,
        number,
        number,
        number,
        number,
      ];
      const [down, width, height, seen, ...named] = rest as [number, number, number, number];
      if (objectness === -1) return 0;
      if (objectness === 0) return 0.5 * binaryEntropy(seen, 0);
      const box =
        (sigmoid(x!) - xWanted) ** 2 +
        (sigmoid(down) - yWanted) ** 2 +
        (width - wide) ** 2 +
        (height - high) ** 2;
      const kind = sum(
        (named as number[]).map((value, k) => binaryEntropy(value, (classes as number[])[k]!)),
      );
      return 5 * box + binaryEntropy(seen, 1) + kind;
    }),
  );
  await checkLoss(yoloLoss(), output, y, expected);
});

test('has no accuracy', async () => {
  const { model, loss } = yolo({ inputShape: [32, 32, 3], classes: 2, filters: 4 });
  const options = { optimizer: 'adam', loss, metrics: ['accuracy'], threads: 1 } as const;
  await expect(compile(model, options)).rejects.toThrow(
    "The metric 'accuracy' means nothing under yolo, where boxes count as well.",
  );
});
