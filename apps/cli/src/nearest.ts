import { closestMatch } from 'leven';

/** How many letters may be wrong for a name to count as a misspelling of another. */
const tolerance = 3;

/**
 * `; did you mean cifar10?` when one of the names is close to what was typed, else a full stop. Hyphens and
 * capitals do not count.
 */
export function didYouMean(typed: string, names: readonly string[]): string {
  const maxDistance = Math.min(tolerance, Math.max(1, Math.floor(typed.length / 2)));
  const closest = closestMatch(plain(typed), names.map(plain), { maxDistance });
  const name = names.find((candidate) => plain(candidate) === closest);
  return name === undefined ? '.' : `; did you mean ${name}?`;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}
