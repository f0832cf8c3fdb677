import { SingleBar } from 'cli-progress';

/** `━━━━────`. */
export function drawBar(progress: number, width: number): string {
  const done = Math.round(progress * width);
  return '━'.repeat(done) + '─'.repeat(width - done);
}

/** What a bar shows: a text with a place for the bar in it, by the width that the terminal has now. */
export type DrawLine = (progress: number, columns: number) => string;

/** A line that is redrawn in place and taken away at its end. */
export class LiveLine {
  readonly #bar: SingleBar;
  #draw: DrawLine = () => '';

  constructor(stream: NodeJS.WriteStream) {
    this.#bar = new SingleBar({
      stream,
      // The last column stays free: some terminals wrap as soon as it is written.
      format: (_options, { progress }) => this.#draw(progress, (stream.columns || 80) - 1),
      // Cuts what is too long; the other way would leave the terminal changed after a crash.
      linewrap: true,
      clearOnComplete: true,
    });
    this.#bar.start(1, 0);
  }

  /** Shows another state, at most ten times a second. */
  update(progress: number, draw: DrawLine): void {
    this.#draw = draw;
    this.#bar.update(progress);
  }

  stop(): void {
    // It is drawn once more before it goes, perhaps where a shell has put its prompt meanwhile.
    this.#draw = () => '';
    this.#bar.stop();
  }
}
