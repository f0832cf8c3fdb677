import type { Terminal } from '../terminal.js';
import { drawBar, LiveLine } from './bar.js';

/** Bars narrower than this say nothing. */
const narrowest = 6;
const widest = 30;

/** Shows on a terminal how far something is that is waited for, and nothing elsewhere. */
export class PhaseReport {
  readonly #terminal: Terminal;
  #line: LiveLine | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** @param share of the phase, 0…1, that is done */
  progress(name: string, share: number): void {
    if (!this.#terminal.live) return;
    this.#line ??= new LiveLine(this.#terminal.stream);
    this.#line.update(share, (progress, columns) => phaseLine(name, progress, columns));
  }

  /** Takes the bar away, so that lines that stay may follow; it is back with the next progress. */
  clear(): void {
    this.#line?.stop();
    this.#line = undefined;
  }
}

/** What is waited for, and a bar where there is room for one. */
export function phaseLine(name: string, progress: number, columns: number): string {
  const percent = `${Math.floor(100 * progress)} %`;
  const room = columns - name.length - percent.length - 4;
  if (room < narrowest) return `${name}  ${percent}`.slice(0, columns);
  return `${name}  ${drawBar(progress, Math.min(room, widest))}  ${percent}`;
}
