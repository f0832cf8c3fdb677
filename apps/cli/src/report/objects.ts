import type { FoundObject } from '../finder.js';
import { percent } from '../format.js';
import type { Terminal } from '../terminal.js';

/** A line for each object: what it is, how sure that is, where it is and how large. */
export function printObjects(objects: readonly FoundObject[], terminal: Terminal): void {
  const { cyan, dim } = terminal.colours;
  if (objects.length === 0) terminal.line(dim('  nothing found'));
  const names = Math.max(0, ...objects.map((object) => object.class.length));
  for (const { class: name, score, left, top, right, bottom } of objects) {
    const where = dim(`at ${left}, ${top}  ${right - left} × ${bottom - top} pixels`);
    terminal.line(`  ${cyan(name.padEnd(names))}  ${percent(score).padStart(7)}  ${where}`);
  }
}
