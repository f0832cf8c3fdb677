import type { Run } from '../engine/protocol/run.js';
import { figureNames, type Task } from '../engine/protocol/task.js';
import { modelNames, taskNames, taskOfModel, tasks } from './tasks.js';

/** By its network, or for one that the page does not know by the figures that were taken. */
export function taskOfRun({ config, epochs, test }: Pick<Run, 'config' | 'epochs' | 'test'>): Task {
  const known = modelNames.find((name) => name === config.model);
  if (known) return taskOfModel(known);
  const taken = { ...epochs.at(-1), ...test };
  const figure = figureNames.findLast((name) => typeof taken[name] === 'number') ?? 'accuracy';
  return taskNames.find((task) => tasks[task].figure === figure)!;
}
