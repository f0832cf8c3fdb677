import { oneOf } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

/** What a name stands for; a thing, which has this method, stands for itself. @throws ConfigError */
export function named<Thing extends object>(
  what: string,
  given: string | Thing | (() => Thing),
  table: Readonly<Record<string, () => Thing>>,
  method: keyof Thing,
): Thing {
  if (typeof given === 'object' && typeof given?.[method] === 'function') return given;
  if (typeof given === 'function') {
    throw new ConfigError(
      `${what} is the function ${given.name} itself; it must be what that returns, or a name. Call it: ${given.name}().`,
    );
  }
  return table[oneOf(what, given, Object.keys(table))]!();
}
