import { DataError, randomStream, Tensor } from '@cnn/tensor';
import type { PreparedImages } from './image-files.js';
import type { SplitName } from './listing.js';
import type { Preparation } from './preparation.js';

/** The images of a split, in the order that the seed shuffled them into. */
export interface SplitImages {
  x: Tensor<'u8'>;
  /** Which of the listed images they are. */
  order: Uint32Array;
}

interface Arrangement {
  preparation: Preparation;
  seed: number;
  /** What the random numbers are for. */
  purpose: string;
}

/** Gives each image its place, and has it written there. @param splits of each image; undefined leaves it out */
export async function splitImages(
  splits: readonly (SplitName | undefined)[],
  prepared: PreparedImages,
  { preparation: { height, width, channels }, seed, purpose }: Arrangement,
): Promise<Record<SplitName, SplitImages>> {
  const places = new Map<number, Uint8Array>();
  const split = (name: SplitName): SplitImages => {
    const members = Uint32Array.from(splits.keys()).filter((index) => splits[index] === name);
    const order = randomStream(seed, purpose, name).shuffle(members);
    const shape = [order.length, height, width, channels];
    const x = new Tensor('u8', shape, new Uint8Array(order.length * height * width * channels));
    for (const [row, index] of order.entries()) places.set(index, x.rows(row, row + 1).data);
    return { x, order };
  };
  const images = { train: split('train'), validation: split('validation'), test: split('test') };
  await prepared.read((index) => places.get(index));
  return images;
}

/** Few images, or leaving some out, may leave nothing. @throws DataError when there is nothing to train on or to test with */
export function expectImages(place: string, { train, test }: Record<SplitName, SplitImages>): void {
  if (train.order.length > 0 && test.order.length > 0) return;
  throw new DataError(
    `${place} has ${train.order.length} images to train on and ${test.order.length} to test with; expected some of each, in files that can be decoded. Add images, or mend those that were left out.`,
  );
}
