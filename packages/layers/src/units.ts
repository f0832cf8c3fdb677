const operationUnits = ['', ' k', ' M', ' G', ' T'];
const byteUnits = [' B', ' KiB', ' MiB', ' GiB', ' TiB'];

/** `1,290`. */
export function thousands(value: number): string {
  return value.toLocaleString('en-US');
}

/** `9.80 M`, in powers of ten. */
export function operations(count: number): string {
  return withUnit(count, 1000, operationUnits);
}

/** `12.3 MiB`, in powers of two. */
export function bytes(count: number): string {
  return withUnit(count, 1024, byteUnits);
}

/** Three digits and the largest unit that leaves a whole number before the point. */
function withUnit(value: number, base: number, units: readonly string[]): string {
  let unit = 0;
  let scaled = value;
  while (scaled >= base && unit < units.length - 1) {
    scaled /= base;
    unit++;
  }
  if (unit === 0) return `${value}${units[0]}`;
  return `${scaled.toFixed(scaled < 10 ? 2 : scaled < 100 ? 1 : 0)}${units[unit]}`;
}
