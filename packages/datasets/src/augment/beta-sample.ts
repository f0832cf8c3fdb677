import type { RandomStream } from '@cnn/tensor';

/** A number of Beta(alpha, alpha), by two of the gamma distribution: Γ₁ / (Γ₁ + Γ₂). */
export function betaSample(stream: RandomStream, alpha: number): number {
  // By their logarithms, because of a small alpha both may be too near to 0 for a number.
  const [first, second] = [logGammaSample(stream, alpha), logGammaSample(stream, alpha)];
  return 1 / (1 + Math.exp(second - first));
}

/**
 * The logarithm of a number of Gamma(alpha): Marsaglia and Tsang, "A simple method for generating gamma variables",
 * ACM Transactions on Mathematical Software 26, 2000, which for an alpha below 1 goes by that of alpha + 1.
 */
function logGammaSample(stream: RandomStream, alpha: number): number {
  if (alpha < 1) {
    const uniform = 1 - stream.uniform();
    return logGammaSample(stream, alpha + 1) + Math.log(uniform) / alpha;
  }
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = stream.normal();
    const cube = (1 + c * normal) ** 3;
    const uniform = 1 - stream.uniform();
    if (cube > 0 && Math.log(uniform) < normal ** 2 / 2 + d - d * cube + d * Math.log(cube)) {
      return Math.log(d * cube);
    }
  }
}
