/**
 * A text in lines of at most a length, as far as its words are no longer, each beginning as far right as the text does.
 * A number stays with its unit.
 */
export function wrapWords(text: string, lineLength: number): string[] {
  const indent = /^ */.exec(text)![0];
  const lines: string[] = [];
  let line = indent;
  for (const word of text.trim().split(/(?<!\d) /)) {
    if (line !== indent && line.length + 1 + word.length > lineLength) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line];
}
