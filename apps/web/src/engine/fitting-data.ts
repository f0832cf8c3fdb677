import { classifierNotes, type Model } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import { type DataName, taskOfData } from '../tasks/tasks.js';
import { firstRenamed } from './class-names.js';
import { loadTask, taskOf } from './tasks/load-task.js';
import { about } from './trouble.js';

/**
 * Expects that the model of a run may have learned from data, as far as its classes show.
 * @throws ConfigError when it is for another task or tells other classes apart
 */
export async function expectFittingData(
  model: Model,
  data: DataName,
  classNames: readonly string[],
): Promise<void> {
  const [told, wanted] = [await taskOf(model), taskOfData(data)];
  if (told !== wanted) {
    throw new ConfigError(
      `The run's model is for ${told}; the data is for ${wanted}. Choose the data that the run learned from.`,
      about({ kind: 'task-differs', run: told, data: wanted }),
    );
  }
  const classes = (await loadTask(told)).classesOf(model);
  if (classes !== classNames.length) {
    throw new ConfigError(
      `The run's model tells ${classes} classes apart; the data has ${classNames.length}. Choose the data that the run learned from.`,
      about({ kind: 'classes-differ', run: classes, data: classNames.length }),
    );
  }
  const { classNames: noted = classNames } = classifierNotes(model);
  const renamed = firstRenamed(noted, classNames);
  if (renamed) {
    throw new ConfigError(
      `The data has other classes than the run's model; what that knows as ${renamed.run} would be ${renamed.data}. Choose the data that the run learned from.`,
      about({ kind: 'classes-renamed', ...renamed }),
    );
  }
}
