import type { ImageBatch } from './image-batch.js';

/** With which image of the batch each one is mixed: all of them in a random order, so that it may be itself. */
export function partners({ streams, stream }: ImageBatch): Uint32Array {
  return stream.shuffle(Uint32Array.from(streams, (_, image) => image));
}

/** Mixes what images are with what their partners are; `shares` are those of the images themselves. */
export function mixLabels({ y }: ImageBatch, others: Uint32Array, shares: readonly number[]): void {
  if (!y) throw new Error('Images were mixed without labels.');
  const before = y.slice();
  const classes = y.length / shares.length;
  shares.forEach((share, image) => {
    for (let label = 0; label < classes; label++) {
      const own = before[image * classes + label]!;
      const other = before[others[image]! * classes + label]!;
      y[image * classes + label] = own * share + other * (1 - share);
    }
  });
}
