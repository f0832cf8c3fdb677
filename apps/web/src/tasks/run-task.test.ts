import { expect, test } from 'vitest';
import type { Run } from '../engine/protocol/run.js';
import { taskOfRun } from './run-task.js';

test('a run is of the task of its network, or of what was measured where nobody knows that', () => {
  const run = (model: string, test: Run['test']): Run =>
    ({ config: { model, data: '?' }, epochs: [], test }) as unknown as Run;
  expect(taskOfRun(run('unet', null))).toBe('segmentation');
  expect(taskOfRun(run('resnet20', null))).toBe('classification');
  expect(taskOfRun(run('tiny-yolo', { loss: 1, meanAveragePrecision: 0.5 }))).toBe('detection');
  expect(taskOfRun(run('my-net', { loss: 1, accuracy: 0.9, meanIoU: 0.5 }))).toBe('segmentation');
  expect(taskOfRun(run('my-net', { loss: 1, accuracy: 0.9 }))).toBe('classification');
  expect(taskOfRun(run('my-net', null))).toBe('classification');
});
