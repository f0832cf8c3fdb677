import { createHash } from 'node:crypto';
import { DetectionDataset } from '@cnn/datasets';
import type { ImageSplits } from './catalog.js';

/**
 * Tells images and what is known of them from any others: a resumed run is to go on with the data that it was started
 * with. Names of files do not count.
 */
export function fingerprint({ train, validation, test }: ImageSplits): string {
  const hash = createHash('sha256');
  for (const data of [train, validation, test]) {
    if (!data) continue;
    hash.update(JSON.stringify([data.x.shape, data.classNames]));
    hash.update(bytesOf(data.x.data));
    if (data instanceof DetectionDataset) hash.update(JSON.stringify(data.objects));
    else hash.update(bytesOf(data.y.data));
  }
  return hash.digest('hex').slice(0, 32);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
