import wrapAnsi from 'wrap-ansi';

/** Japanese breaks between any two characters, and has few spaces, at which it need not break. */
export const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** A text in lines of at most so many columns; in a single one where lines may be of any length. */
export function wrapped(text: string, columns: number = Number.POSITIVE_INFINITY): string[] {
  if (!Number.isFinite(columns)) return [text];
  return wrapAnsi(text, columns, { hard: true, wordWrap: !japanese.test(text) }).split('\n');
}
