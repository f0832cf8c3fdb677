import { type DType, formatShape, ShapeError, sameShape, sizeOf, Tensor } from '@cnn/tensor';
import type { Batch } from './batch-inputs.js';
import type { BatchTransformRun, SampleBatch } from './batch-transform.js';
import { layRows } from './batches.js';
import type { FitPlan } from './callbacks/callback.js';
import type { Samples } from './data.js';

/** What an epoch goes through. */
export interface EpochSamples {
  readonly data: Samples;
  readonly order: Uint32Array | undefined;
  readonly plan: FitPlan;
  /** Its number, from 0 and on from fit to fit. */
  readonly number: number;
  /** The batch to begin with: those before have been. */
  readonly begin: number;
}

/** The batches of an epoch, in order. With a transform, the next ones are under way while a step is taken. */
export class Feed {
  readonly #epoch: EpochSamples;
  readonly #transform: BatchTransformRun | undefined;
  readonly #underWay: Promise<Batch>[] = [];
  #begun: number;

  constructor(epoch: EpochSamples, transform: BatchTransformRun | undefined) {
    this.#epoch = epoch;
    this.#transform = transform;
    this.#begun = epoch.begin;
  }

  /** The next batch. @throws whatever the transform throws */
  next(): Batch | Promise<Batch> {
    if (!this.#transform) return this.#batch(this.#begun++);
    const { ahead = 1 } = this.#transform;
    while (this.#begun < this.#epoch.plan.steps && this.#underWay.length <= ahead) {
      const batch = this.#transformed(this.#transform, this.#begun++);
      // Whoever awaits it gets the error; when the epoch is over before, nobody needs it.
      batch.catch(() => {});
      this.#underWay.push(batch);
    }
    return this.#underWay.shift()!;
  }

  #batch(number: number): Batch {
    const { data, order, plan } = this.#epoch;
    const begin = number * plan.batchSize;
    return { data, order, begin, end: Math.min(begin + plan.batchSize, plan.samples) };
  }

  async #transformed(transform: BatchTransformRun, number: number): Promise<Batch> {
    const batch = this.#batch(number);
    const size = batch.end - batch.begin;
    const given = copyOf(batch, this.#epoch.number, number);
    const { sampleWeight } = batch.data;
    const weights = sampleWeight?.map((each) => each && rowsOf(each, batch.order, batch.begin, batch.end));
    const { x, y } = await transform.transform(given);
    expectSame('x', given.x, x);
    expectSame('y', given.y, y);
    return {
      data: { x: [x], y: [y], ...(weights ? { sampleWeight: weights } : {}) },
      order: undefined,
      begin: 0,
      end: size,
    };
  }
}

/** The samples of a batch, of one input and one output, in memory of their own. */
function copyOf({ data, order, begin, end }: Batch, epoch: number, batch: number): SampleBatch {
  const samples = order?.slice(begin, end) ?? Uint32Array.from({ length: end - begin }, (_, i) => begin + i);
  const x = rowsOf(data.x[0]!, order, begin, end) as SampleBatch['x'];
  return { x, y: rowsOf(data.y[0]!, order, begin, end), samples, epoch, batch };
}

function rowsOf(source: Tensor, order: Uint32Array | undefined, begin: number, end: number): Tensor {
  const shape = [end - begin, ...source.shape.slice(1)];
  const data = arrayOf(source.dtype, sizeOf(shape));
  layRows(source, order, begin, end, data);
  return new Tensor(source.dtype, shape, data);
}

function arrayOf(dtype: DType, length: number): Tensor['data'] {
  if (dtype === 'u8') return new Uint8Array(length);
  return dtype === 'i32' ? new Int32Array(length) : new Float32Array(length);
}

/** Shapes and dtypes are still there when the memory has moved to a worker. */
function expectSame(which: string, given: Tensor, transformed: Tensor): void {
  if (given.dtype === transformed.dtype && sameShape(given.shape, transformed.shape)) return;
  throw new ShapeError(
    `The augmentation was given ${which} of ${given.dtype} ${formatShape(given.shape)} and returned ${transformed.dtype} ${formatShape(transformed.shape)}; both have to be the same. Keep shapes and dtypes as they are.`,
  );
}
