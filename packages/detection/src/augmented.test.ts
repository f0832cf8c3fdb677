import { augmentation, cutout, mosaic, randomCrop, randomFlip, syntheticBoxes } from '@cnn/datasets';
import { adam, type Callback, compile, type Trainer } from '@cnn/train';
import { describe, expect, test } from 'vitest';
import { ssd } from './ssd/ssd.js';
import { yolo } from './yolo/yolo.js';

const { train } = syntheticBoxes({ trainCount: 24, testCount: 1, size: 32 });
const small = { inputShape: [32, 32, 3], classes: 4, filters: 2 };
const transforms = [randomFlip(), randomCrop({ padding: 6 }), mosaic(), cutout({ size: 8 })];

describe.each([
  ['yolo', () => yolo(small)],
  ['ssd', () => ssd(small)],
] as const)('%s learns from images whose boxes move', (_, make) => {
  const trained = async (
    workers: number,
    more: { resume?: Uint8Array; callbacks?: (trainer: Trainer) => Callback[] } = {},
  ) => {
    const { model, loss, encode } = make();
    const trainer = await compile(model, { loss, optimizer: adam(), threads: 1, seed: 3 });
    const { callbacks, ...resume } = more;
    const { metrics } = await trainer.fit(
      { x: train.x, y: encode(train.objects) },
      {
        epochs: 2,
        batchSize: 5,
        validationSplit: 0.25,
        augment: augmentation(transforms, { workers, boxes: { objects: train.objects, encode } }),
        callbacks: callbacks?.(trainer) ?? [],
        ...resume,
      },
    );
    await trainer.close();
    return { loss: metrics['loss'], weights: model.getWeights().map(({ data }) => data) };
  };

  test('to the same bits with any number of workers, and when it goes on within an epoch', async () => {
    const checkpoints: Uint8Array[] = [];
    const collect = (trainer: Trainer): Callback[] => [
      {
        onRest: () => {
          checkpoints.push(trainer.checkpoint());
        },
      },
    ];
    const undisturbed = await trained(1, { callbacks: collect });
    expect(await trained(0)).toEqual(undisturbed);
    expect(await trained(2)).toEqual(undisturbed);
    const within = checkpoints[5]!;
    expect(await trained(1, { resume: within })).toEqual(undisturbed);
  });
});
