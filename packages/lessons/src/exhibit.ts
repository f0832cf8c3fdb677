import type { Text } from './text.js';

/** How numbers are meant to be read: whole, as a share of 1, as they are, or by their powers of ten. */
export type NumberFormat = 'count' | 'percent' | 'decimal' | 'scientific';

/** What the measured values of a lesson have in common. */
interface ExhibitBase {
  readonly title: Text;
  /** What to look at, and what it means. */
  readonly look: Text;
}

export interface Column {
  readonly name: Text;
  /** Of the numbers in it. Default `count`. */
  readonly format?: NumberFormat;
}

/** Rows of names and numbers. */
export interface Table extends ExhibitBase {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (number | Text)[])[];
}

export interface Axis {
  readonly name: Text;
  readonly format: NumberFormat;
  /** Whether equal distances mean equal ratios. Default false. */
  readonly logarithmic?: boolean;
}

/** Lines over a common axis. */
export interface Chart extends ExhibitBase {
  readonly kind: 'chart';
  readonly x: Axis & { readonly values: readonly number[] };
  readonly y: Axis;
  readonly lines: readonly { readonly name: Text; readonly values: readonly number[] }[];
}

/** A picture in grey. */
export interface Picture {
  readonly name: Text;
  readonly height: number;
  readonly width: number;
  /** Row by row, from 0 for black to 1 for white, `[height, width]`. */
  readonly pixels: readonly number[];
}

/** Pictures to be shown beside each other. */
export interface Gallery extends ExhibitBase {
  readonly kind: 'gallery';
  readonly pictures: readonly Picture[];
}

/** Measured values, and what to look at in them. Plain data, which JSON can hold. */
export type Exhibit = Table | Chart | Gallery;
