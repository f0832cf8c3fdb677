import { Pause } from '@cnn/layers';
import type { Logs } from './callbacks/callback.js';
import { CallbackList } from './callbacks/callback-list.js';
import type { Confusion } from './confusion-matrix.js';
import { type Samples, samplesOf } from './data.js';
import type { Learner } from './learner.js';

/** How to go through data once without learning. */
export interface TestRun {
  readonly data: Samples;
  readonly batchSize: number;
  readonly signal: AbortSignal | undefined;
  /** Where to add up what each class is taken for; of a model of a single output. */
  readonly confusion?: Confusion | undefined;
  /** Whom to tell. */
  readonly callbacks?: CallbackList;
}

/** The sizes of the batches of an epoch: the full one, and a short last one when there is one. */
export function batchSizes(samples: number, batchSize: number): number[] {
  const full = samples >= batchSize ? [batchSize] : [];
  const rest = samples % batchSize;
  return rest > 0 ? [...full, rest] : full;
}

/** The figures of the data, in order; `undefined` when the signal ended it. */
export async function evaluation(learner: Learner, run: TestRun): Promise<Logs | undefined> {
  const { data, batchSize, signal, confusion, callbacks = new CallbackList([]) } = run;
  const samples = samplesOf(data);
  const totals = learner.totals();
  const pause = new Pause();
  await callbacks.call('onTestBegin');
  for (let begin = 0, batch = 0; begin < samples; begin += batchSize, batch++) {
    if (signal?.aborted) return undefined;
    if (callbacks.has('onTestBatchBegin')) await callbacks.call('onTestBatchBegin', batch);
    const end = Math.min(begin + batchSize, samples);
    totals.add(end - begin, learner.test({ data, order: undefined, begin, end }, confusion));
    if (callbacks.has('onTestBatchEnd')) await callbacks.call('onTestBatchEnd', batch, totals.logs());
    await pause.due();
  }
  const logs = totals.logs();
  await callbacks.call('onTestEnd', logs);
  return logs;
}
