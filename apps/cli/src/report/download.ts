import type { DownloadProgress } from '@cnn/datasets';
import { bytes, clock } from '../format.js';
import type { Terminal } from '../terminal.js';
import { drawBar, LiveLine } from './bar.js';

/** Where there is no terminal, a line each time another this much has arrived. */
const stride = 0.25;

/** Shows how far a download is: a bar on a terminal, else a few lines. */
export class DownloadReport {
  readonly #terminal: Terminal;
  #file: string | undefined;
  #line: LiveLine | undefined;
  #printed = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  progress(progress: DownloadProgress): void {
    if (progress.file !== this.#file) this.#begin(progress);
    const share = progress.receivedBytes / progress.totalBytes;
    if (this.#line) {
      this.#line.update(share, () => `${drawBar(share, 24)}  ${status(progress)}`);
    } else if (share >= this.#printed + stride && share < 1) {
      this.#printed = Math.floor(share / stride) * stride;
      this.#terminal.line(`  ${status(progress)}`);
    }
  }

  /** Takes the bar away, whether or not the download succeeded. */
  end(): void {
    this.#line?.stop();
    this.#line = undefined;
  }

  #begin({ file, totalBytes, receivedBytes }: DownloadProgress): void {
    this.end();
    this.#file = file;
    this.#printed = receivedBytes / totalBytes;
    this.#terminal.line(`Downloading ${file} (${bytes(totalBytes)})`);
    if (this.#terminal.live) this.#line = new LiveLine(this.#terminal.stream);
  }
}

function status({ receivedBytes, totalBytes, bytesPerSecond }: DownloadProgress): string {
  const left = bytesPerSecond > 0 ? `  ${clock((totalBytes - receivedBytes) / bytesPerSecond)} left` : '';
  const percent = Math.floor((100 * receivedBytes) / totalBytes);
  return `${percent} %  ${bytes(receivedBytes)}  ${bytes(bytesPerSecond)}/s${left}`;
}
