import { closestMatch } from 'leven';

/** How many letters may be wrong for a name to count as a misspelling of another. */
const tolerance = 3;

/** `; did you mean cifar10?` when one of the names is close to what was typed, else a full stop. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const maxDistance = Math.min(tolerance, Math.max(1, Math.floor(typed.length / 2)));
  const name = closestMatch(typed.toLowerCase(), names, { maxDistance });
  return name === undefined ? '.' : `; did you mean ${name}?`;
}

/** `a, b or c`. */
export function either(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
