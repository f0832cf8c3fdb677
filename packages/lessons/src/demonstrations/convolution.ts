import type { GreyImage } from './grey-image.js';

/** A square filter of one channel. */
export interface Filter {
  readonly size: 3 | 5;
  /** Row by row. */
  readonly weights: readonly number[];
}

/** What a filter sees at one place, and what it makes of it. */
export interface WindowSum {
  readonly values: readonly number[];
  /** Of each value and the weight at its place. */
  readonly products: readonly number[];
  /** Of the products: one pixel of the output. */
  readonly sum: number;
}

const ninth = Array<number>(9).fill(1 / 9);
const small = {
  identity: [0, 0, 0, 0, 1, 0, 0, 0, 0],
  vertical: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  horizontal: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  blur: ninth,
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  emboss: [-2, -1, 0, -1, 1, 1, 0, 1, 2],
} as const;

export type FilterName = keyof typeof small;

/** Well-known filters. Sobel and Feldman's for edges, 1968. */
export const filterNames = Object.keys(small) as readonly FilterName[];

/** A well-known filter; with 5 × 5 weights, those of edges and blurs are wider, the others have zeros around them. */
export function filterOf(name: FilterName, size: Filter['size']): Filter {
  if (size === 3) return { size, weights: small[name] };
  if (name === 'blur') return { size, weights: Array<number>(25).fill(1 / 25) };
  if (name === 'vertical' || name === 'horizontal') {
    const across = [-2, -1, 0, 1, 2];
    const along = [1, 2, 3, 2, 1];
    const weights = along.flatMap((a) => across.map((c) => a * c));
    const turned = across.flatMap((c) => along.map((a) => a * c));
    return { size, weights: name === 'vertical' ? weights : turned };
  }
  return resized({ size: 3, weights: small[name] }, 5);
}

/** A filter with zeros added around it, or with its border taken off. */
export function resized({ size, weights }: Filter, to: Filter['size']): Filter {
  const shift = (size - to) / 2;
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= size || column >= size ? 0 : weights[row * size + column]!;
  return {
    size: to,
    weights: Array.from({ length: to * to }, (_, i) => at(Math.floor(i / to) + shift, (i % to) + shift)),
  };
}

/** Height and width of what a filter makes of a picture, without padding. */
export function outputSize({ height, width }: GreyImage, { size }: Filter): [number, number] {
  return [height - size + 1, width - size + 1];
}

/** A step of a convolution: the filter with its upper left corner at a pixel. */
export function windowSum(
  { width, pixels }: GreyImage,
  { size, weights }: Filter,
  top: number,
  left: number,
): WindowSum {
  const values = weights.map((_, i) => pixels[(top + Math.floor(i / size)) * width + left + (i % size)]!);
  // A zero is a zero, whatever its sign.
  const products = values.map((value, i) => value * weights[i]! + 0);
  return { values, products, sum: products.reduce((sum, product) => sum + product, 0) };
}

/** All steps of a convolution, row by row, without padding. */
export function convolved(image: GreyImage, filter: Filter): number[] {
  const [rows, columns] = outputSize(image, filter);
  return Array.from(
    { length: rows * columns },
    (_, i) => windowSum(image, filter, Math.floor(i / columns), i % columns).sum,
  );
}

/** Whether the weights add up to nothing, so that the answers are differences, of either sign. */
export function tellsDifferences({ weights }: Filter): boolean {
  return Math.abs(weights.reduce((sum, weight) => sum + weight, 0)) < 1e-9;
}

/**
 * Answers as shades from 0 for black to 1 for white: differences around the middle, with the largest in size white or
 * black; others as they are, cut off beyond black and white.
 */
export function shades(answers: readonly number[], filter: Filter): number[] {
  if (!tellsDifferences(filter)) return answers.map((answer) => Math.min(1, Math.max(0, answer)));
  const largest = answers.reduce((most, answer) => Math.max(most, Math.abs(answer)), 0);
  return answers.map((answer) => (largest < 1e-9 ? 0.5 : 0.5 + answer / (2 * largest)));
}
