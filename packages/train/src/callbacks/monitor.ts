import { oneOf } from '@cnn/layers';

/** Whether less of a figure is better or more; `auto`: more of what counts right answers, less of everything else. */
export type MonitorMode = 'auto' | 'min' | 'max';

/** 1 when a figure gets better by becoming less, -1 when by becoming more. @throws ConfigError for no such mode */
export function directionOf(callback: string, monitor: string, mode: MonitorMode): 1 | -1 {
  const direction = oneOf(`${callback}'s mode`, mode, ['auto', 'min', 'max']);
  return direction === 'max' ||
    (direction === 'auto' && /(accuracy|precision|recall|f1Score|auc|meanIoU)$/i.test(monitor))
    ? -1
    : 1;
}
