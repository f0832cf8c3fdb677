import { en } from './en/en.js';
import { ja } from './ja/ja.js';
import type { Language } from './languages.js';
import type { Messages } from './messages.js';

/** The messages of each language. */
export const tables: Readonly<Record<Language, Messages>> = { en, ja };
