import { messagesFor } from './messages.js';
import { type Trouble, type TroubleSentences, troubleOf } from './trouble.js';

/** Puts an error into the language of an element, where it says what it is about. Errors are thrown in English. */
export function inWordsOf(element: HTMLElement, error: Error): Error {
  const trouble = troubleOf(error);
  const say = trouble && (messagesFor(element).troubles as Partial<TroubleSentences>)[trouble.kind];
  if (say) error.message = (say as (values: Trouble) => string)(trouble);
  return error;
}
