import { Dataset } from '@cnn/datasets';
import { dense, flatten, sequential } from '@cnn/layers';
import { Tensor, tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { confusionOf, predictionsOf, worstMistakes } from './predictions.js';

test('predictions are told with how sure the model is, and mistakes the surest first', async () => {
  // One pixel, and a class that is the likelier the brighter it is.
  const model = sequential([flatten({ inputShape: [1, 1, 1] }), dense({ units: 2, activation: 'softmax' })]);
  model.setWeights([tensor([0, 4], [1, 2]), tensor([2, 0], [2])]);
  const pixels = Uint8Array.of(0, 255, 200, 30, 128);
  const set = new Dataset({
    name: 'pixels',
    classNames: ['dark', 'bright'],
    x: new Tensor('u8', [5, 1, 1, 1], pixels),
    y: new Tensor('i32', [5], Int32Array.of(0, 0, 0, 1, 1)),
  });
  const predictions = await predictionsOf(model, set, { batchSize: 2, signal: new AbortController().signal });
  expect(predictions.map(({ index, label, guess }) => [index, label, guess])).toEqual([
    [0, 0, 0],
    [1, 0, 1],
    [2, 0, 1],
    [3, 1, 0],
    [4, 1, 1],
  ]);
  const sureness = 1 / (1 + Math.exp(-2));
  expect(predictions[0]!.confidence).toBeCloseTo(sureness, 5);
  expect(predictions[1]!.confidence + predictions[1]!.confidenceInLabel).toBeCloseTo(1, 6);
  expect(confusionOf(predictions, 2)).toEqual([
    [1, 2],
    [1, 1],
  ]);
  expect(worstMistakes(predictions, 2).map(({ index }) => index)).toEqual([1, 3]);
});
