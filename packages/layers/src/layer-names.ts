import { ConfigError } from '@cnn/tensor';
import { snakeCase } from './case.js';

/**
 * A name for each layer: its own, or its class in snake case with the lowest number that is free, as in Keras:
 * `conv2d`, `max_pooling2d`, `conv2d_1`.
 * @throws ConfigError when two layers were given the same name
 */
export function layerNames(
  layers: readonly { readonly givenName: string | undefined; readonly className: string }[],
): string[] {
  const taken = new Set<string>();
  for (const { givenName, className } of layers) {
    if (givenName === undefined) continue;
    if (taken.has(givenName)) {
      throw new ConfigError(
        `Two layers are named '${givenName}', the second a ${className}; names must be unique within a model. Rename one, or leave the name out.`,
      );
    }
    taken.add(givenName);
  }
  return layers.map(({ givenName, className }) => givenName ?? freeName(snakeCase(className), taken));
}

function freeName(base: string, taken: Set<string>): string {
  let name = base;
  for (let number = 1; taken.has(name); number++) name = `${base}_${number}`;
  taken.add(name);
  return name;
}
