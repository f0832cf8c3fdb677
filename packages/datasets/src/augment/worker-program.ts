import { buffersOf, type TransformReply } from './thread.js';
import { applyTransforms, type TransformTask } from './transforms.js';

/**
 * The program of a worker: answers each task with its arrays, transformed. Whoever starts it puts a line before
 * it that says what `port` is, because that differs between Node.js and pages.
 */
declare const port: {
  onmessage: (event: { readonly data: TransformTask }) => void;
  postMessage(reply: TransformReply, transfer: readonly ArrayBuffer[]): void;
};

port.onmessage = ({ data: task }) => {
  try {
    applyTransforms(task);
  } catch (error) {
    port.postMessage({ failure: String(error) }, []);
    return;
  }
  const { x, y, masks, objects } = task;
  port.postMessage({ x, y, masks, objects }, buffersOf(task));
};
