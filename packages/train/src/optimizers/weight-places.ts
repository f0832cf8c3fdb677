import { bundlePlaces, type Range, sizeOf, type Value } from '@cnn/tensor';

/** Where a weight lies among all parameters. */
export interface WeightPlace extends Range {
  /** The weight's name, such as `conv2d/kernel`. */
  readonly name: string;
}

/** The places of the weights in the bundle that all of them make. */
export function weightPlaces(parameters: Value): WeightPlace[] {
  return [...bundlePlaces(parameters)].map(([{ source, shape }, origin]) => {
    if (source.kind !== 'variable') throw new Error('Only variables can be trained.');
    return { name: source.name, origin, length: sizeOf(shape) };
  });
}
