import { LitElement } from 'lit';
import { type AppState, store } from '../state/app-state.js';
import { Selection } from '../state/selection.js';
import { Formats } from './formats.js';
import type { Language } from './languages.js';
import type { Messages } from './messages.js';
import { tables } from './tables.js';

const formats: Readonly<Record<Language, Formats>> = { en: new Formats('en'), ja: new Formats('ja') };

/** An element that speaks the chosen language, and shows parts of the state. */
export abstract class LocalizedElement extends LitElement {
  readonly #language = this.select(({ language }) => language);

  /** The messages of the language. */
  protected get m(): Messages {
    return tables[this.#language.value];
  }

  /** What a text says in the language. */
  protected said(text: Readonly<Record<Language, string>>): string {
    return text[this.#language.value];
  }

  /** How the language writes numbers. */
  protected get format(): Formats {
    return formats[this.#language.value];
  }

  /** Follows a part of the state, which has to stay the same object as long as it does not change. */
  protected select<T>(of: (state: AppState) => T): Selection<T> {
    return new Selection(this, of);
  }
}

/** Also for what is no element, such as the page's title. */
export function messages(): Messages {
  return tables[store.state.language];
}
