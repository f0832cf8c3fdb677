import { Tensor } from '@cnn/tensor';
import type { WindowCell } from './layer-window.js';

/** Rows and columns of a window. */
export interface WindowCells {
  readonly rows: readonly WindowCell[];
  readonly columns: readonly WindowCell[];
}

/** What a layer is applied to, with zeros around it: an image, or a vector as an image of one pixel. */
export class LayerInput {
  readonly height: number;
  readonly width: number;
  readonly depth: number;
  readonly #data: Float32Array;

  /** @param values `[1, height, width, channels]` or `[1, length]` */
  constructor({ shape, data }: Tensor<'f32'>) {
    const [, ...item] = shape;
    [this.height, this.width, this.depth] =
      item.length === 3 ? (item as [number, number, number]) : [1, 1, item[0]!];
    this.#data = data;
  }

  has(row: number, column: number): boolean {
    return row >= 0 && row < this.height && column >= 0 && column < this.width;
  }

  at(row: number, column: number, channel: number): number {
    if (!this.has(row, column)) return 0;
    return this.#data[(row * this.width + column) * this.depth + channel]!;
  }

  /** How many cells of a window are not padding. */
  count({ rows, columns }: WindowCells): number {
    return rows.flatMap((row) => columns.filter((column) => this.has(row.cell, column.cell))).length;
  }

  /** What lies under a window: `[rows, columns, channels]`. */
  under({ rows, columns }: WindowCells, channels: readonly number[]): Tensor<'f32'> {
    const numbers = rows.flatMap((row) =>
      columns.flatMap((column) => channels.map((channel) => this.at(row.cell, column.cell, channel))),
    );
    return new Tensor('f32', [rows.length, columns.length, channels.length], Float32Array.from(numbers));
  }
}
