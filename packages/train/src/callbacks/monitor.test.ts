import { mean, Session } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { linear, stripes, tinyCnn, xor } from '../../test/toys.js';
import { type CompileOptions, compile } from '../compile.js';
import { huber } from '../losses/huber.js';
import { accuracy } from '../metrics/accuracy.js';
import { auc } from '../metrics/auc.js';
import { f1Score } from '../metrics/f1-score.js';
import { meanIoU } from '../metrics/mean-iou.js';
import type { Metric } from '../metrics/metric.js';
import { precision, recall } from '../metrics/precision.js';
import { rootMeanSquaredError } from '../metrics/root-mean-squared-error.js';
import { topK } from '../metrics/top-k.js';
import type { Callback, FitPlan } from './callback.js';
import { earlyStopping } from './early-stopping.js';
import { modelCheckpoint } from './model-checkpoint.js';
import { reduceLROnPlateau } from './reduce-lr-on-plateau.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

/** What a call of `fit` says that it is about to do. */
async function planOf(
  options: Pick<CompileOptions, 'loss' | 'metrics'>,
  callbacks: readonly Callback[] = [],
) {
  const isImages = options.loss === 'sparseCategoricalCrossentropy';
  const model = isImages ? tinyCnn() : linear();
  const trainer = await compile(model, { optimizer: 'sgd', session, ...options });
  const data = isImages ? stripes(6) : xor;
  let plan: FitPlan | undefined;
  const listener: Callback = {
    setTrainer: (_, given) => {
      plan = given;
    },
  };
  try {
    await trainer.fit(data, { validationData: data, callbacks: [listener, ...callbacks] });
    return plan!;
  } finally {
    await trainer.close();
  }
}

test('every figure says which way it gets better, whatever it is called', async () => {
  const rising = [
    accuracy({ name: 'right' }),
    topK({ k: 2, name: 'nearly' }),
    precision({ classId: 1, name: 'precisionOfYes' }),
    recall({ thresholds: 0.3, name: 'recallAt30' }),
    f1Score({ classId: 0, name: 'f1Of0' }),
    auc({ name: 'areaOfRoc' }),
    meanIoU({ name: 'overlap' }),
  ];
  const { directions } = await planOf({ loss: 'sparseCategoricalCrossentropy', metrics: rising });
  const names = rising.map(({ name }) => name);
  expect(directions).toMatchObject(Object.fromEntries(names.map((name) => [name, 'up'])));
  expect(directions).toMatchObject({ loss: 'down', valLoss: 'down', valRecallAt30: 'up' });
  const falling = [huber(), 'meanAbsoluteError', rootMeanSquaredError({ name: 'accuracyOfSorts' })] as const;
  const plan = await planOf({ loss: 'meanSquaredError', metrics: falling });
  expect(Object.values(plan.directions)).toEqual(Array(8).fill('down'));
});

test('callbacks with the mode auto go by that, not by the name', async () => {
  const plan = await planOf({
    loss: 'sparseCategoricalCrossentropy',
    metrics: [precision({ classId: 1, name: 'precisionOfYes' })],
  });
  const stopping = earlyStopping({ monitor: 'precisionOfYes' });
  stopping.setTrainer({} as never, plan);
  stopping.onEpochEnd(0, { precisionOfYes: 0.5 });
  stopping.onEpochEnd(1, { precisionOfYes: 0.75 });
  expect(stopping.bestEpoch).toBe(1);
  expect(stopping.stoppedEpoch).toBeUndefined();
});

const spread: Metric = { name: 'spread', build: (predictions) => mean({ x: predictions }).y };

test('a metric that does not say is refused, until the mode or the metric does', async () => {
  const monitor = 'valSpread';
  const save = (): void => {};
  const make: ((mode?: 'max' | 'min') => Callback)[] = [
    (mode) => earlyStopping({ monitor, ...(mode && { mode }) }),
    (mode) => reduceLROnPlateau({ monitor, ...(mode && { mode }) }),
    (mode) => modelCheckpoint({ monitor, save, saveBestOnly: true, ...(mode && { mode }) }),
  ];
  const loss = 'meanSquaredError';
  for (const callback of make) {
    await expect(planOf({ loss, metrics: [spread] }, [callback()])).rejects.toThrow(
      /monitors 'valSpread' with the mode 'auto', .* Choose the mode 'max' or 'min', or give the metric the direction/,
    );
    await planOf({ loss, metrics: [spread] }, [callback('max')]);
    await planOf({ loss, metrics: [{ ...spread, direction: 'up' }] }, [callback()]);
  }
});
