/** What an error is about: its kind, and the values that its message tells. */
export interface ErrorAbout {
  readonly kind: string;
  readonly [value: string]: unknown;
}

/** Options of errors. */
export interface CnnErrorOptions extends ErrorOptions {
  readonly about?: ErrorAbout;
}

/**
 * What is thrown when a person's input cannot be used. A message has three parts:
 * what arrived, what was expected, and what to do about it.
 */
export class CnnError extends Error {
  override name = 'CnnError';
  /** For programs that tell it in other words, or in another language; not all errors have it. */
  readonly about: ErrorAbout | undefined;

  constructor(message: string, { about, ...options }: CnnErrorOptions = {}) {
    super(message, options);
    this.about = about;
  }
}

/** Shapes that do not fit together, or a tensor of the wrong rank or dtype. */
export class ShapeError extends CnnError {
  override name = 'ShapeError';
}

/** An option with an unusable value, or options that contradict each other. */
export class ConfigError extends CnnError {
  override name = 'ConfigError';
}

/** More memory was asked for than there is. */
export class MemoryError extends ConfigError {}

/** Data that cannot be had or cannot be right: missing files, labels out of range, sizes that differ. */
export class DataError extends CnnError {
  override name = 'DataError';
}

/** A file whose bytes are not what its format prescribes. */
export class FormatError extends CnnError {
  override name = 'FormatError';
}
