import { en, type Messages } from './en.js';
import { ja } from './ja.js';
import type { Language } from './languages.js';

/** The messages of each language. */
export const tables: Readonly<Record<Language, Messages>> = { en, ja };
