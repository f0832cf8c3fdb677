import type { NumberFormat } from '@cnn/lessons';

/** How numbers are shown to people. */
export class Formats {
  readonly #whole: Intl.NumberFormat;
  readonly #short: Intl.NumberFormat;
  readonly #moment: Intl.DateTimeFormat;

  constructor(language: string) {
    this.#whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    this.#moment = new Intl.DateTimeFormat(language, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    });
    this.#short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  }

  /** `167,562`. */
  count(value: number): string {
    return this.#whole.format(value);
  }

  /** `422K`, `19.6M`. */
  short(value: number): string {
    return this.#short.format(value);
  }

  /** `0.812`, and large losses without needless digits. */
  loss(value: number | null | undefined): string {
    if (value === undefined || value === null) return '–';
    if (!Number.isFinite(value)) return String(value);
    return value < 10 ? value.toFixed(3) : value.toPrecision(4);
  }

  /** `0.25`, `−1.50`, with the sign that a person reads as minus. */
  decimal(value: number, digits: number): string {
    return value
      .toFixed(digits)
      .replace(/^-(?!0(\.0*)?$)/, '−')
      .replace('-', '');
  }

  /** `71.3 %`. */
  percent(value: number | null | undefined): string {
    return value === undefined || value === null ? '–' : `${(100 * value).toFixed(1)} %`;
  }

  /** A share that need not be exact, `93 %`. */
  whole(value: number): string {
    return `${Math.round(100 * value)} %`;
  }

  /** A learning rate, `0.001` or `3.2e-7`. */
  rate(value: number | undefined): string {
    if (value === undefined) return '–';
    return value !== 0 && value < 1e-5 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  }

  /** `2:05`, `1:02:05`. */
  clock(seconds: number | undefined): string {
    if (seconds === undefined) return '–';
    const whole = Math.round(seconds);
    const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
    if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
    return `${Math.floor(whole / 3600)}:${two((whole % 3600) / 60)}:${two(whole % 60)}`;
  }

  /** `6.8 MB`, in powers of ten. */
  bytes(value: number): string {
    if (value < 1e6) return `${(value / 1e3).toFixed(0)} kB`;
    return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(2)} GB`;
  }

  /** `32 × 32 × 3`. */
  shape(shape: readonly number[]): string {
    return shape.join(' × ');
  }

  /** A number of a lesson, as it is meant to be read. */
  measured(value: number, format: NumberFormat): string {
    if (!Number.isFinite(value)) return String(value);
    if (format === 'count') return this.count(value);
    if (format === 'percent') return this.percent(value);
    return format === 'scientific' ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  }

  /** `Nov 25, 18:03`. */
  moment(iso: string | undefined): string {
    return iso === undefined ? '' : this.#moment.format(new Date(iso));
  }
}
