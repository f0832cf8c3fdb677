import { DataError } from '@cnn/tensor';
import { about } from './trouble.js';

/**
 * The whole of an address as it is written in a page.
 * @param example what one may look like
 * @throws DataError when it cannot be one
 */
export function wholeAddress(written: string, example: string): string {
  try {
    return new URL(written, document.baseURI).href;
  } catch (cause) {
    throw new DataError(
      `“${written}” is no address of a file; expected one such as ${example} or https://example.com/${example}. Correct the address.`,
      about({ kind: 'no-address', written, example }, cause),
    );
  }
}
