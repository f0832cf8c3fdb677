import type { Model } from '@cnn/layers';
import { ConfigError, formatShape } from '@cnn/tensor';
import { taskNames } from '../../tasks/tasks.js';
import type { Task } from '../protocol/task.js';
import { about } from '../trouble.js';
import { classification } from './classification.js';
import type { TaskWork } from './task-work.js';

/** What is there from the beginning, and what is loaded when it is wanted. */
const loaders: Readonly<Record<Task, () => Promise<TaskWork>>> = {
  classification: async () => classification as TaskWork,
  detection: async () => (await import('./detection.js')).detection as TaskWork,
  segmentation: async () => (await import('./segmentation.js')).segmentation as TaskWork,
};

/** What the engine does for a task. */
export function loadTask(task: Task): Promise<TaskWork> {
  return loaders[task]();
}

/** Loads all, for when there will be no connection. */
export async function loadTasks(): Promise<void> {
  await Promise.all(taskNames.map(loadTask));
}

/** What a model tells of images. @throws ConfigError when that is nothing that the page knows */
export async function taskOf(model: Model): Promise<Task> {
  for (const task of taskNames) if ((await loadTask(task)).isFor(model)) return task;
  const shape = formatShape(model.outputShape.slice(1) as number[]);
  throw new ConfigError(
    `The model '${model.name}' makes ${shape} of an image; expected a number for each class, or for each class at each pixel, or a detector. Choose another run.`,
    about({ kind: 'tells-no-classes', shape }),
  );
}
