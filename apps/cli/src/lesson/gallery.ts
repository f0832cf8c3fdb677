import type { Gallery, Language, Picture } from '@cnn/lessons';
import stringWidth from 'string-width';

/** From dark to bright. A pixel is two of a kind, which makes it about square. */
const shades = [' ', '░', '▒', '▓', '█'] as const;
const GAP = 2;

/** Pictures side by side, in as few rows as there is room for, each under its name. @param columns how wide a line may be */
export function galleryText({ pictures }: Gallery, language: Language, columns: number): string {
  return rowsOf(pictures, language, columns)
    .map((row) => rowText(row, language))
    .join('\n\n');
}

/** As few rows as possible, and where that can be as long as each other, so that no picture is left alone. */
function rowsOf(pictures: readonly Picture[], language: Language, columns: number): Picture[][] {
  const rows = fullRowsOf(pictures, language, columns);
  const each = Math.ceil(pictures.length / rows.length);
  const even = rows.map((_, i) => pictures.slice(i * each, (i + 1) * each));
  const fits = (row: readonly Picture[]): boolean =>
    row.length > 0 && fullRowsOf(row, language, columns).length === 1;
  return even.every(fits) ? even : rows;
}

/** Rows with as many pictures as fit into them. */
function fullRowsOf(pictures: readonly Picture[], language: Language, columns: number): Picture[][] {
  const rows: Picture[][] = [];
  let left = 0;
  for (const picture of pictures) {
    const needed = widthOf(picture, language) + GAP;
    const row = rows.at(-1);
    if (row && needed <= left + GAP) {
      row.push(picture);
      left -= needed;
    } else {
      rows.push([picture]);
      left = columns - needed;
    }
  }
  return rows;
}

function rowText(row: readonly Picture[], language: Language): string {
  const blocks = row.map((picture) => {
    const width = widthOf(picture, language);
    return [picture.name[language], ...pixelLines(picture)].map((line) => pad(line, width));
  });
  const height = Math.max(...blocks.map((lines) => lines.length));
  return Array.from({ length: height }, (_, i) =>
    blocks
      .map((lines) => lines[i] ?? ' '.repeat(stringWidth(lines[0]!)))
      .join(' '.repeat(GAP))
      .trimEnd(),
  ).join('\n');
}

function pixelLines({ height, width, pixels }: Picture): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const brightness = pixels[y * width + x]!;
      return shades[Math.round(brightness * (shades.length - 1))]!.repeat(2);
    }).join(''),
  );
}

function widthOf({ name, width }: Picture, language: Language): number {
  return Math.max(2 * width, stringWidth(name[language]));
}

/** Characters of Chinese, Japanese and Korean are as wide as two others. */
function pad(line: string, width: number): string {
  return line + ' '.repeat(width - stringWidth(line));
}
