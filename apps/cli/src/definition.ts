import stringWidth from 'string-width';
import { wrapped } from './wrapped.js';

/** Where texts would get narrower than this beside their names, they are below them. */
const NARROWEST = 40;
const gap = '  ';
const indent = '    ';

/** A name, and what there is to say of it: texts, each on lines of its own. */
export interface Definition {
  readonly name: string;
  readonly texts: readonly string[];
}

/** Names in a column, and their texts in a second one, or below them where there is no room for that. */
export function definitionLines(definitions: readonly Definition[], columns?: number): string[] {
  const width = Math.max(...definitions.map(({ name }) => stringWidth(name)));
  return definitions.flatMap((each) => linesOf(each, width, columns));
}

/** @param width of the column of names */
export function linesOf(
  { name, texts }: Definition,
  width: number,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const room = columns - width - gap.length;
  if (room < NARROWEST) {
    const lines = texts.flatMap((text) => wrapped(text, columns - indent.length));
    return [name, ...lines.map((line) => indent + line)];
  }
  const empty = ' '.repeat(width);
  const padded = name + ' '.repeat(width - stringWidth(name));
  const lines = texts.flatMap((text) => wrapped(text, room));
  return lines.map((line, i) => (i === 0 ? padded : empty) + gap + line);
}
