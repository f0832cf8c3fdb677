import type { DecodingProgress } from '@cnn/datasets';
import { count } from '../format.js';
import type { Terminal } from '../terminal.js';
import { drawBar, LiveLine } from './bar.js';

/** Where there is no terminal, a line each time another this much is done. */
const stride = 0.25;

/** Shows how far the decoding of a folder is: a bar on a terminal, else a few lines. */
export class DecodingReport {
  readonly #terminal: Terminal;
  #line: LiveLine | undefined;
  #began = false;
  #printed = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  progress({ done, total }: DecodingProgress): void {
    if (!this.#began) this.#begin(total);
    const share = done / total;
    const status = `${Math.floor(100 * share)} %  ${count(done)} of ${count(total)} images`;
    if (this.#line) {
      this.#line.update(share, () => `${drawBar(share, 24)}  ${status}`);
    } else if (share >= this.#printed + stride && share < 1) {
      this.#printed = Math.floor(share / stride) * stride;
      this.#terminal.line(`  ${status}`);
    }
  }

  /** Takes the bar away, whether or not all could be decoded. */
  end(): void {
    this.#line?.stop();
    this.#line = undefined;
  }

  #begin(total: number): void {
    this.#began = true;
    this.#terminal.line(`Decoding ${count(total)} images`);
    if (this.#terminal.live) this.#line = new LiveLine(this.#terminal.stream);
  }
}
