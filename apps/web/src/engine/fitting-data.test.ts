import { noteClassifier, simpleCnn, unet } from '@cnn/layers';
import { expect, test } from 'vitest';
import { expectFittingData } from './fitting-data.js';

const pets = simpleCnn({ inputShape: [16, 16, 3], classes: 2 });

test('data of the classes that a model has noted fits, and for one without notes, of as many', async () => {
  await expectFittingData(pets, 'images', ['apples', 'pears']);
  const noted = simpleCnn({ inputShape: [16, 16, 3], classes: 2 });
  noteClassifier(noted, { classNames: ['cats', 'dogs'] });
  await expectFittingData(noted, 'camera', ['cats', 'dogs']);
});

test('data of other classes is refused, also when these are as many', async () => {
  const noted = simpleCnn({ inputShape: [16, 16, 3], classes: 2 });
  noteClassifier(noted, { classNames: ['cats', 'dogs'] });
  await expect(expectFittingData(noted, 'images', ['cats', 'pears'])).rejects.toMatchObject({
    message: expect.stringContaining('what that knows as dogs would be pears'),
    about: { kind: 'classes-renamed', run: 'dogs', data: 'pears' },
  });
  await expect(expectFittingData(noted, 'images', ['cats', 'dogs', 'eels'])).rejects.toMatchObject({
    about: { kind: 'classes-differ', run: 2, data: 3 },
  });
});

test('data for another task is refused', async () => {
  const model = unet({ inputShape: [16, 16, 3], classes: 2, filters: 2, padding: 'same' });
  await expect(expectFittingData(model, 'images', ['cats', 'dogs'])).rejects.toMatchObject({
    about: { kind: 'task-differs', run: 'segmentation', data: 'classification' },
  });
});
