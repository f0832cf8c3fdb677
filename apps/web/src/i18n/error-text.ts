import type { Trouble } from '../engine/trouble.js';
import { type Language, languages } from './languages.js';
import type { Messages } from './messages.js';
import { tables } from './tables.js';

/** A sentence in each language of the page. */
export type Text = Readonly<Record<Language, string>>;

/** What an error says, in all languages: by what it is about where that is known, else by its message. */
export function errorText(error: unknown): Text {
  const trouble = aboutOf(error);
  if (trouble && trouble.kind in tables.en.troubles) return troubleText(trouble);
  const message = error instanceof Error ? error.message : String(error);
  return inAll((m) => m.otherTrouble(message));
}

/** What happened and what to do, in all languages. */
export function troubleText(trouble: Trouble): Text {
  return inAll((m) => (m.troubles[trouble.kind] as (values: Trouble) => string)(trouble));
}

function inAll(say: (m: Messages) => string): Text {
  const each = Object.keys(languages) as Language[];
  return Object.fromEntries(each.map((language) => [language, say(tables[language])])) as Text;
}

/** What an error is about, if it says so. */
export function aboutOf(error: unknown): Trouble | undefined {
  return error instanceof Error && 'about' in error ? (error.about as Trouble | undefined) : undefined;
}
