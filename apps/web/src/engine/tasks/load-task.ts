import type { Task } from '../protocol/task.js';
import { classification } from './classification.js';
import type { TaskWork } from './task-work.js';

/** What is there from the beginning, and what is loaded when it is wanted. */
const loaders: Readonly<Record<Task, () => Promise<TaskWork>>> = {
  classification: async () => classification as TaskWork,
  segmentation: async () => (await import('./segmentation.js')).segmentation as TaskWork,
};

/** What the engine does for a task. */
export function loadTask(task: Task): Promise<TaskWork> {
  return loaders[task]();
}

/** Loads all, for when there will be no connection. */
export async function loadTasks(): Promise<void> {
  await Promise.all(Object.values(loaders).map((load) => load()));
}
