import type { Settings } from '../engine/protocol/settings.js';
import type { Task } from '../engine/protocol/task.js';
import { tasks } from './tasks.js';

/** Those settings that mean something for a task. */
export function settingsFor(
  task: Task,
  { imageSize, labelSmoothing, augment, ...settings }: Settings,
): Settings {
  const { smooths } = tasks[task];
  return {
    ...settings,
    ...(imageSize !== undefined && task !== 'classification' && { imageSize }),
    ...(labelSmoothing !== undefined && smooths && { labelSmoothing }),
    ...(augment && { augment: augment.filter((name) => takesTransform(task, name)) }),
  };
}

/** Whether training images for a task can be changed by a transform. */
export function takesTransform(task: Task, transform: string): boolean {
  const refused = tasks[task].mixes ? /^mosaic\b/ : /^(mixup|cutmix)\b/;
  return !refused.test(transform);
}
