import type { Terminal } from '../terminal.js';
import { drawBar, LiveLine } from './bar.js';

/** Shows on a terminal how far a test is. */
export class TestingReport {
  readonly #line: LiveLine | undefined;

  constructor(terminal: Terminal) {
    this.#line = terminal.live ? new LiveLine(terminal.stream) : undefined;
  }

  progress(share: number): void {
    this.#line?.update(share, () => `testing  ${drawBar(share, 24)}  ${Math.floor(100 * share)} %`);
  }

  /** Takes the bar away. */
  end(): void {
    this.#line?.stop();
  }
}
