import { expect, test } from 'vitest';
import { dataNames } from '../engine/protocol/data.js';
import { modelNames } from '../engine/protocol/model.js';
import type { Run } from '../engine/protocol/run.js';
import { defaultSettings } from '../state/app-state.js';
import { settingsFor, taskNames, taskOfRun, tasks } from './tasks.js';

test('all images and all networks are of one task each', () => {
  const all = (of: 'data' | 'models'): string[] => taskNames.flatMap((task) => [...tasks[task][of]]).sort();
  expect(all('data')).toEqual([...dataNames].sort());
  expect(all('models')).toEqual([...modelNames].sort());
});

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

test('settings that mean nothing for a task are left out', () => {
  const settings = { ...defaultSettings, labelSmoothing: 0.1, augment: ['flip', 'mixup', 'cutmix'] };
  expect(settingsFor('classification', settings)).toEqual(settings);
  expect(settingsFor('segmentation', settings)).toEqual({ ...settings, augment: ['flip'] });
  const { labelSmoothing: _, ...others } = settings;
  expect(settingsFor('detection', settings)).toEqual({ ...others, augment: ['flip'] });
  const drawn = { ...defaultSettings, imageSize: 32 };
  expect(settingsFor('segmentation', drawn)).toEqual(drawn);
  expect(settingsFor('classification', drawn)).toEqual(defaultSettings);
  expect(settingsFor('segmentation', defaultSettings)).toEqual(defaultSettings);
});
