/** A number with three digits that count, or all of its whole ones: 0.0123, 1.23, 12.3, 123, 12,345. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

/** How many times as fast. */
export function factor(ratio: number): string {
  return `${figure(ratio)} ×`;
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
