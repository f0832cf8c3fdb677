import { expect, test } from 'vitest';
import { taskNames, taskOfData, taskOfModel, tasks } from './tasks.js';

test('all images and all networks are of one task each', () => {
  for (const task of taskNames) {
    expect(tasks[task].data.map(taskOfData)).toEqual(tasks[task].data.map(() => task));
    expect(tasks[task].models.map(taskOfModel)).toEqual(tasks[task].models.map(() => task));
  }
});
