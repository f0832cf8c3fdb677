import program from '#augment-program';
import { startThread } from '#thread';
import { WorkerError } from '../errors.js';
import { buffersOf, type Thread, type Transformed, type TransformReply } from './thread.js';
import { applyTransforms, type TransformTask } from './transforms.js';

interface Waiting {
  resolve(transformed: Transformed): void;
  reject(error: WorkerError): void;
}

/** A thread that transforms batches, one after another. */
export class TransformWorker {
  readonly #thread: Thread | undefined;
  readonly #waiting: Waiting[] = [];
  #loss: WorkerError | undefined;

  constructor() {
    this.#thread = startThread(program, {
      onReply: (reply) => this.#reply(reply),
      onLoss: (reason) => this.#lose(reason),
    });
  }

  /** The task's memory goes to the thread. Without threads on this host the work is done here and now. */
  run(task: TransformTask): Promise<Transformed> {
    const thread = this.#thread;
    if (!thread) return transformHere(task);
    return new Promise((resolve, reject) => {
      if (this.#loss) throw this.#loss;
      thread.post(task, buffersOf(task));
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Ends the thread, with whatever it is doing. */
  async close(): Promise<void> {
    await this.#thread?.terminate();
    this.#lose('it was closed');
  }

  #reply(reply: TransformReply): void {
    if ('failure' in reply) this.#lose(reply.failure);
    else this.#waiting.shift()?.resolve(reply);
  }

  #lose(reason: string): void {
    this.#loss ??= new WorkerError(
      `The worker that transforms images stopped (${reason}). Start again, or transform in the main thread with augmentation(transforms, { workers: 0 }).`,
    );
    for (const { reject } of this.#waiting.splice(0)) reject(this.#loss);
  }
}

/** Transforms in the thread that asks. */
export async function transformHere(task: TransformTask): Promise<Transformed> {
  applyTransforms(task);
  return task;
}
