/** The candidate with the fewest edits to a name, or undefined when none resembles it. Case does not count. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(2, Math.ceil(name.length / 2)) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(plain(name), plain(candidate));
    if (edits >= fewest) continue;
    fewest = edits;
    best = candidate;
  }
  return best;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, '');
}

/** Insertions, deletions and replacements that turn one text into the other (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}
