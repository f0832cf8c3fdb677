import { ShapeError, windowOutput } from '@cnn/tensor';

/** A window along one axis of a picture. */
export interface SlidingWindow {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'valid' | 'same';
}

/** Where a window goes. */
export interface WindowPlaces {
  /** Cells from the window's first to its last. */
  readonly extent: number;
  /** Zeros before and after the axis. */
  readonly before: number;
  readonly after: number;
  /** The first cell of each window; negative in the padding. */
  readonly starts: readonly number[];
  /** Cells that no window sees. */
  readonly unseen: readonly number[];
}

/** Where a window goes, as the convolutions of this project have it; undefined when it does not fit. */
export function windowPlaces({
  size,
  kernel,
  stride,
  dilation,
  padding,
}: SlidingWindow): WindowPlaces | undefined {
  const extent = dilation * (kernel - 1) + 1;
  try {
    const output = windowOutput(size, kernel, stride, padding, dilation);
    const starts = Array.from({ length: output.size }, (_, i) => i * stride - output.before);
    const seen = new Set(starts.flatMap((start) => cellsFrom(start, kernel, dilation)));
    const unseen = Array.from({ length: size }, (_, cell) => cell).filter((cell) => !seen.has(cell));
    return { extent, before: output.before, after: output.after, starts, unseen };
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

/** The cells that a window sees from its first one on. */
export function cellsFrom(start: number, kernel: number, dilation: number): number[] {
  return Array.from({ length: kernel }, (_, i) => start + i * dilation);
}
