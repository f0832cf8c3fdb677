import { streamKey } from '@cnn/tensor';

/**
 * Layers share the key of a training step; the salt makes each draw numbers of its own, at each of its places.
 * @param purpose of the numbers
 * @param name the layer's
 */
export function saltOf(purpose: string, name: string, place = 0): number {
  const [salt] = streamKey(0, purpose, place === 0 ? name : `${name}/${place}`);
  return salt;
}
