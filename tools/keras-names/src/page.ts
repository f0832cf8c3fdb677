/** A line of a table: Keras' names, those here, and the arguments by Keras' names. */
export interface Row {
  readonly section: string;
  readonly keras: readonly string[];
  readonly here: readonly string[];
  readonly arguments: readonly string[];
  readonly missing: readonly string[];
}

/** What the page says beside its tables. */
export interface Lists {
  readonly notInKeras: readonly string[];
  readonly notHere: readonly string[];
}

/** The lines of all tables, under the headings above them. */
export function rowsOf(page: string): Row[] {
  let section = '';
  const rows: Row[] = [];
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    if (!line.startsWith('| ') || /^\| (---|Keras )/.test(line)) continue;
    const [keras, here, given = '', missing = ''] = line.slice(1, -1).split('|');
    rows.push({
      section,
      keras: namesIn(keras!),
      here: namesIn(here!),
      arguments: namesIn(given),
      missing: namesIn(missing),
    });
  }
  return rows;
}

/** The paragraphs that begin with `Not in Keras:` and `Not here:`, up to the end of the list. */
export function listsOf(page: string): Lists {
  const named = (begin: string): string[] =>
    page
      .split('\n\n')
      .filter((paragraph) => paragraph.startsWith(begin))
      .flatMap((paragraph) => namesIn(paragraph.split(/\.\s/, 1)[0]!));
  return { notInKeras: named('Not in Keras:'), notHere: named('Not here:') };
}

/** `kernel_size` is `kernelSize`, `beta_1` is `beta1`; of `hue_factor → hue`, what the arrow leads to. */
export function hereOf(argument: string): string {
  const [keras, here] = argument.split(' → ');
  return here ?? keras!.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}
