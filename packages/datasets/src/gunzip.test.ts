import { gzipSync } from 'node:zlib';
import { DataError } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { gunzip as inPage } from './gunzip.browser.js';
import { gunzip as inNode } from './gunzip.node.js';

const from = { file: 'a.gz', remedy: 'Fetch it again.' };

describe.each([
  ['a page', inPage],
  ['Node', inNode],
])('in %s', (_, gunzip) => {
  test('contents come back', async () => {
    const contents = Uint8Array.from({ length: 100_000 }, (_, i) => i % 7);
    expect(new Uint8Array(await gunzip(gzipSync(contents), from))).toEqual(contents);
  });

  test('a truncated file is refused', async () => {
    const half = gzipSync('a text').subarray(0, 15);
    await expect(gunzip(half, from)).rejects.toThrow(DataError);
    await expect(gunzip(half, from)).rejects.toThrow(
      'a.gz has 15 bytes that are not a whole gzip file; it is truncated or damaged. Fetch it again.',
    );
  });
});
