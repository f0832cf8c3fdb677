import type { TransformTask } from './transforms.js';

/** The arrays of a task, transformed. */
export type Transformed = Pick<TransformTask, 'x' | 'y' | 'masks' | 'objects'>;

/** What a thread answers a task with: its arrays, or why they could not be transformed. */
export type TransformReply = Transformed | { readonly failure: string };

/** The memory of a task's arrays, which moves from thread to thread with them. */
export function buffersOf({ x, y, masks }: Transformed): ArrayBuffer[] {
  return [x, y, masks?.data].flatMap((array) => (array ? [array.buffer as ArrayBuffer] : []));
}

/** Who wants to hear from a thread. */
export interface ThreadListener {
  /** Replies come in the order of the tasks. */
  onReply(reply: TransformReply): void;
  /** The thread ended without having been terminated; told once or several times. */
  onLoss(reason: string): void;
}

/** A running thread. */
export interface Thread {
  /** Gives the thread a task; the buffers move there and are gone from here. */
  post(task: TransformTask, buffers: ArrayBuffer[]): void;
  terminate(): Promise<void>;
}

/**
 * Starts a thread from the text of its program: it needs no URL of its own, which every bundler and server would
 * have to be told about. `undefined` where there are no threads to be had.
 */
export type StartThread = (program: string, listener: ThreadListener) => Thread | undefined;
