import type { Messages } from '../messages.js';
import { data } from './data.js';
import { look } from './look.js';
import { model } from './model.js';
import { settings } from './settings.js';
import { shell } from './shell.js';
import { study } from './study.js';
import { training } from './training.js';
import { troubles } from './troubles.js';

/** Every sentence and word of the page, in Japanese. */
export const ja: Messages = {
  ...shell,
  ...data,
  ...model,
  ...settings,
  ...training,
  ...look,
  ...study,
  troubles,
};
