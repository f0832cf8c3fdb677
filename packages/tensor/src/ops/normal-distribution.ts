/** The density of the normal distribution of mean 0 and variance 1. */
export function normalDensity(x: number): number {
  return Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
}

/** The share of the normal distribution below x, in f64 to about 14 digits, however small it is. */
export function normalDistribution(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 0) return 1 - normalDistribution(-x);
  return x > -2 ? 0.5 + normalDensity(x) * oddSeries(x) : normalDensity(x) * millsRatio(-x);
}

/** x + x³ / 3 + x⁵ / (3 · 5) + …, the area between 0 and x over the density at x. */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let factor = 3; Math.abs(term) > 1e-17 * Math.abs(sum); factor += 2) {
    term *= x ** 2 / factor;
    sum += term;
  }
  return sum;
}

/** The area beyond x over the density at x, Laplace's continued fraction 1 / (x + 1 / (x + 2 / (x + 3 / …))). */
function millsRatio(x: number): number {
  let below = x;
  for (let k = 200; k > 0; k--) below = x + k / below;
  return 1 / below;
}
