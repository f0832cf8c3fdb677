import { type SplitName, splitOf } from '../image-folder/listing.js';

/** The split that a name stands for, also with a year behind it, as in `train2017`. */
export function splitNamed(name: string): SplitName | undefined {
  return splitOf(name.replace(/_?(19|20)\d\d$/, ''));
}
