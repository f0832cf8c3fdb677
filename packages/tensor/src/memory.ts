/** Bytes that WebAssembly memory can have: addresses are 32 bits long. */
export const MEMORY_LIMIT = 2 ** 32;

/** `3.25 GiB` for a number of bytes. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}

/**
 * The largest batch whose memory does not go beyond a limit; 0 when not even one sample fits.
 * @param bytesFor what a batch takes, nearly a constant and a multiple of its size
 */
export function largestBatch(bytesFor: (batchSize: number) => number, limit = MEMORY_LIMIT): number {
  let fits = { size: 1, bytes: bytesFor(1) };
  if (fits.bytes > limit) return 0;
  let tooLarge: typeof fits | undefined;
  let size = 32;
  for (let tries = 1; !tooLarge || tooLarge.size - fits.size > 1; tries++) {
    const bytes = bytesFor(size);
    const slope = Math.max(1, (bytes - fits.bytes) / (size - fits.size));
    if (bytes <= limit) fits = { size, bytes };
    else tooLarge = { size, bytes };
    // Where a line through what is known meets the limit. That it is no line halves what is left at times.
    const straight = fits.size + Math.max(1, Math.floor((limit - fits.bytes) / slope));
    size = tooLarge ? Math.min(straight, tooLarge.size - 1) : straight;
    if (tooLarge && tries % 4 === 0) size = Math.ceil((fits.size + tooLarge.size) / 2);
  }
  return fits.size;
}
