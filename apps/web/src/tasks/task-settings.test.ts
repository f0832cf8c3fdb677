import { expect, test } from 'vitest';
import { defaultSettings } from '../state/app-state.js';
import { settingsFor } from './task-settings.js';

test('settings that mean nothing for a task are left out', () => {
  const settings = {
    ...defaultSettings,
    labelSmoothing: 0.1,
    augment: ['flip', 'mixup:0.4', 'cutmix', 'mosaic'],
  };
  expect(settingsFor('classification', settings)).toEqual({
    ...settings,
    augment: ['flip', 'mixup:0.4', 'cutmix'],
  });
  expect(settingsFor('segmentation', settings)).toEqual({ ...settings, augment: ['flip', 'mosaic'] });
  const { labelSmoothing: _, ...others } = settings;
  expect(settingsFor('detection', settings)).toEqual({ ...others, augment: ['flip', 'mosaic'] });
  const drawn = { ...defaultSettings, imageSize: 32 };
  expect(settingsFor('segmentation', drawn)).toEqual(drawn);
  expect(settingsFor('classification', drawn)).toEqual(defaultSettings);
  expect(settingsFor('segmentation', defaultSettings)).toEqual(defaultSettings);
});
