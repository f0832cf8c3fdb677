/** Long enough for the loop over a period to be worth its overhead. */
const SHORTEST = 64;

/**
 * Elements after which a pattern along the last axis repeats and a vector of `lanes` ends as well: the
 * kernels lay a bias of 3 channels out 16 times, say, and then need not look for rows at all.
 */
export function vectorPeriod(channels: number, lanes: number): number {
  const period = Math.max(1, channels) * (channels % lanes === 0 ? 1 : lanes);
  return period * Math.ceil(SHORTEST / period);
}
