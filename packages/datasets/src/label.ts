import { DataError } from '@cnn/tensor';
import { damaged, type Provenance } from './source.js';

/** @throws DataError unless a label byte of a file names one of `classes` classes. */
export function checkLabel(label: number, classes: number, record: number, from: Provenance): void {
  if (label < classes) return;
  throw new DataError(
    `${from.file} has the label ${label} in record ${record}; expected 0 to ${classes - 1}. It is damaged, or another data set's. ${from.remedy}`,
    damaged(from),
  );
}
