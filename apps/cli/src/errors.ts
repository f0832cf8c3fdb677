/** Something a person typed that cannot be used. The program ends with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A person asked the program to end before it was done. Exit code 130, as after Ctrl-C anywhere. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
}

/** Nobody reads the output any more, as after `| head`. No reason to complain: exit code 0. */
export class OutputClosedError extends Error {
  override name = 'OutputClosedError';
}

/** The loss became no number, so that training came to nothing. Exit code 1. */
export class DivergedError extends Error {
  override name = 'DivergedError';
}

/** A file could not be written, as on a full disk. Exit code 1. */
export class WriteError extends Error {
  override name = 'WriteError';
}

/** Errors whose message tells a person what to do about their input, whichever package they come from. */
const inputErrors = new Set([
  'UsageError',
  'ShapeError',
  'ConfigError',
  'DataError',
  'DataUnavailableError',
  'FormatError',
]);

/** 2 when the input was at fault, 130 after an interruption, 1 for everything else. */
export function exitCodeOf(error: unknown): 0 | 1 | 2 | 130 {
  if (error instanceof OutputClosedError) return 0;
  if (error instanceof InterruptedError) return 130;
  return error instanceof Error && inputErrors.has(error.name) ? 2 : 1;
}

/** The one line that is shown for an error; with `CNN_DEBUG` set, where it was thrown too. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env['CNN_DEBUG']) return error.stack ?? error.message;
  const isPlain = error instanceof DivergedError || error instanceof WriteError;
  if (exitCodeOf(error) === 1 && !isPlain) return `${error.message} (Set CNN_DEBUG=1 to see where.)`;
  return error.message;
}
