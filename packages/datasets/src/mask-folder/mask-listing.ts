import { DataError } from '@cnn/tensor';
import { byCodeUnits, type SplitName, splitOf } from '../image-folder/listing.js';
import { byKey, type KeyedFile, listAlone } from '../image-folder/partners.js';
import { withTestSplit } from '../image-folder/test-split.js';

/** An image and its mask. */
export interface ListedPair {
  /** From the data set's folder, with `/` between names. */
  image: string;
  mask: string;
  split: SplitName;
}

/** What folders and names say of a data set with masks, before any file is opened. */
export interface MaskListing {
  pairs: readonly ListedPair[];
  /** How the splits came about, in a few words. */
  origin: string;
}

const expected =
  'expected DIR/train/images/… and DIR/train/masks/… and the same in DIR/test, or DIR/images/… and DIR/masks/…';

interface Found extends KeyedFile {
  split: SplitName;
  kind: 'images' | 'masks';
}

/**
 * Pairs images with masks of the same name: `train/images/1.jpg` with `train/masks/1.png`. Without a folder for the
 * test that for validation is used, or the seed chooses some pairs.
 * @throws DataError when there are none, or one lacks the other; `place` names the data set's folder.
 */
export function readMaskListing(
  place: string,
  paths: readonly string[],
  { seed, testFraction }: { seed: number; testFraction: number },
): MaskListing {
  const found = [...paths].sort(byCodeUnits).flatMap(foundAt);
  const of = (kind: Found['kind']): Map<string, Found> =>
    byKey(
      place,
      found.filter((file) => file.kind === kind),
      'mask',
    );
  const [masks, images] = [of('masks'), of('images')];
  expectPartners(place, images, masks);
  const pairs = [...images.values()].map(({ path, split, key }): ListedPair => {
    return { image: path, mask: masks.get(key)!.path, split };
  });
  if (!pairs.some(({ split }) => split === 'train')) {
    throw new DataError(`${place} has no images with masks to train on; ${expected}. Name its folders so.`);
  }
  if (pairs.length < 2) {
    throw new DataError(
      `${place} has one image with a mask; expected some to train on and some to test. Add more.`,
    );
  }
  const split = withTestSplit(pairs, { purpose: 'mask-folder', seed, testFraction });
  return { pairs: split.images, origin: split.origin };
}

/** Nothing for files elsewhere. */
function foundAt(path: string): Found[] {
  const parts = path.split('/');
  const split = parts.length > 2 ? splitOf(parts[0]!) : undefined;
  const [kind, ...rest] = split === undefined ? parts : parts.slice(1);
  if ((kind !== 'images' && kind !== 'masks') || rest.length === 0) return [];
  const stem = rest.join('/').replace(/\.[^.]+$/, '');
  return [{ path, split: split ?? 'train', kind, key: `${split ?? ''}/${stem}` }];
}

function expectPartners(place: string, images: Map<string, Found>, masks: Map<string, Found>): void {
  for (const [what, lacking, some, others] of [
    ['images', 'masks', images, masks],
    ['masks', 'images', masks, images],
  ] as const) {
    const alone = listAlone(some, others);
    if (alone === undefined) continue;
    throw new DataError(
      `${place} has ${what} without ${lacking}: ${alone}; expected a mask for each image, of the same name: masks/1.png for images/1.jpg. Add what is missing, or remove them.`,
    );
  }
}
