import type { Settings } from '../engine/protocol/settings.js';
import type { Task } from '../engine/protocol/task.js';
import { tasks } from './tasks.js';

/** Those settings that mean something for a task. */
export function settingsFor(
  task: Task,
  { imageSize, labelSmoothing, augment, ...settings }: Settings,
): Settings {
  const { mixes, smooths } = tasks[task];
  return {
    ...settings,
    ...(imageSize !== undefined && task !== 'classification' && { imageSize }),
    ...(labelSmoothing !== undefined && smooths && { labelSmoothing }),
    ...(augment && { augment: mixes ? augment : augment.filter((name) => !isMixing(name)) }),
  };
}

/** Whether a transform makes one image of two, of two classes. */
export function isMixing(transform: string): boolean {
  return /^(mixup|cutmix)\b/.test(transform);
}
