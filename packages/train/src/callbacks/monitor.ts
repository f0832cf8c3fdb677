import { oneOf } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import type { FitPlan } from './callback.js';

/** Whether less of a figure is better or more; `auto`: as the figure's own direction says. */
export type MonitorMode = 'auto' | 'min' | 'max';

/** @throws ConfigError for no such mode */
export function checkMode(callback: string, mode: MonitorMode): MonitorMode {
  return oneOf(`${callback}'s mode`, mode, ['auto', 'min', 'max']);
}

/**
 * 1 when a figure gets better by becoming less, -1 when by becoming more.
 * @throws ConfigError for a figure that there will not be, and where nothing says which way it gets better
 */
export function signOf(
  callback: string,
  monitor: string,
  mode: MonitorMode,
  { figures, directions }: FitPlan,
): 1 | -1 {
  oneOf(`What ${callback} monitors`, monitor, figures);
  if (mode !== 'auto') return mode === 'min' ? 1 : -1;
  const direction = directions[monitor];
  if (direction) return direction === 'down' ? 1 : -1;
  throw new ConfigError(
    `${callback} monitors '${monitor}' with the mode 'auto', and its metric does not say whether more or less is better. Choose the mode 'max' or 'min', or give the metric the direction 'up' or 'down'.`,
  );
}
