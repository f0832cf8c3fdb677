import type { NumberFormat } from '@cnn/lessons';
import { count, loss, percent } from '../format.js';

/** A measured number, as its column or axis wants it read. */
export function number(value: number, format: NumberFormat = 'count'): string {
  switch (format) {
    case 'count':
      return count(value);
    case 'percent':
      return percent(value);
    case 'decimal':
      return loss(value);
    case 'scientific':
      return value === 0 ? '0' : value.toExponential(1);
  }
}
