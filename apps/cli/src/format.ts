/** How numbers and lists of names are shown to people. `--json` never uses these. */

const thousands = new Intl.NumberFormat('en-US');

/** `167,562`. */
export function count(value: number): string {
  return thousands.format(Math.round(value));
}

/** `1 epoch`, `1,200 images`. */
export function counted(value: number, what: string): string {
  return `${count(value)} ${what}${value === 1 ? '' : 's'}`;
}

/** `9.80 million`, `2.44 billion`. */
export function millions(value: number): string {
  return value < 999.5e6
    ? `${(value / 1e6).toPrecision(3)} million`
    : `${(value / 1e9).toPrecision(3)} billion`;
}

/** `0.8123`, `1.811e+31`. */
export function loss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return value < 1e6 ? value.toFixed(4) : value.toExponential(3);
}

/** `71.3 %`. */
export function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** `8.2 s`, `2:05 min`, `1:02:05 h`. */
export function duration(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  return clock(seconds) + (Math.round(seconds) < 3600 ? ' min' : ' h');
}

/** `0:08`, `2:05`, `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  return `${Math.floor(whole / 3600)}:${two((whole % 3600) / 60)}:${two(whole % 60)}`;
}

/** `170.1 MB`, in powers of ten, as the sizes of downloads are given. */
export function bytes(value: number): string {
  if (value < 1e6) return `${(value / 1e3).toFixed(1)} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(2)} GB`;
}

/** `a, b and c`. */
export function all(names: readonly string[]): string {
  return listed(names, 'and');
}

/** `a, b or c`. */
export function either(names: readonly string[]): string {
  return listed(names, 'or');
}

function listed(names: readonly string[], last: string): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}
