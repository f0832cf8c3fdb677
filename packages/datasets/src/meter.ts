import type { DownloadProgress, RemoteFile } from './source.js';

/** Milliseconds between two reports. */
const pause = 100;

/** Counts the bytes of a download and reports them now and then. */
export class Meter {
  readonly #file: RemoteFile;
  readonly #kept: number;
  readonly #listener: ((progress: DownloadProgress) => void) | undefined;
  readonly #begun = performance.now();
  #reported = this.#begun;
  #received = 0;

  /** `kept`: bytes from an earlier run. */
  constructor(file: RemoteFile, kept: number, report: ((progress: DownloadProgress) => void) | undefined) {
    this.#file = file;
    this.#kept = kept;
    this.#listener = report;
  }

  add(bytes: number): void {
    this.#received += bytes;
    if (performance.now() - this.#reported >= pause) this.report();
  }

  /** Reports where it stands, whether or not the last report was just now. */
  report(): void {
    this.#reported = performance.now();
    const seconds = Math.max(1e-3, (this.#reported - this.#begun) / 1000);
    this.#listener?.({
      file: this.#file.name,
      receivedBytes: this.#kept + this.#received,
      totalBytes: this.#file.bytes,
      bytesPerSecond: this.#received / seconds,
    });
  }
}
