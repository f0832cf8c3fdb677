import { ConfigError, type Shape } from '@cnn/tensor';
import { show } from '../options.js';

/** Cells at the borders of an image, `[[top, bottom], [left, right]]`. */
export type Border = readonly [readonly [number, number], readonly [number, number]];

/** One number for all sides, `[vertical, horizontal]`, or `[[top, bottom], [left, right]]`. */
export type BorderOption = number | readonly [number, number] | Border;

/** @throws ConfigError unless `value` says how many cells there are at each side. */
export function borderOf(what: string, value: unknown): Border {
  const pair = Array.isArray(value) ? value : [value, value];
  const [vertical, horizontal] = pair.map((side: unknown) => (Array.isArray(side) ? side : [side, side]));
  const sides = [vertical, horizontal].flat();
  const whole = sides.every((cells) => Number.isSafeInteger(cells) && cells >= 0);
  if (pair.length === 2 && whole && vertical?.length === 2 && horizontal?.length === 2)
    return [vertical, horizontal] as unknown as Border;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be cells, 0 or more: one number, [vertical, horizontal] or [[top, bottom], [left, right]]. Pass one of these.`,
  );
}

/** Shape of an image with a border added, or taken away when `sign` is −1. */
export function bordered([height, width, channels]: Shape, border: Border, sign: 1 | -1): Shape {
  const [[top, bottom], [left, right]] = border;
  return [height! + sign * (top + bottom), width! + sign * (left + right), channels!];
}
