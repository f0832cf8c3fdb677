import { augmentation, randomCrop, randomFlip, synthetic } from '@cnn/datasets';
import { loadModel, simpleCnn } from '@cnn/layers';
import { adam, compile } from '@cnn/train';

const threads = Number(process.argv[2]);
const { train, test } = synthetic({ seed: 1, trainCount: 512, testCount: 128 });
const model = simpleCnn({ seed: 1 });
const trainer = await compile(model, {
  optimizer: adam(),
  loss: 'sparseCategoricalCrossentropy',
  metrics: ['accuracy'],
  threads,
});
const before = await trainer.evaluate(test);
await trainer.fit(train, { epochs: 1, augment: augmentation([randomFlip(), randomCrop()]) });
const after = await trainer.evaluate(test);
const saved = loadModel(await trainer.save()).countParams() === model.countParams();
await trainer.close();
console.log(JSON.stringify({ before: before.loss, after: after.loss, saved }));
