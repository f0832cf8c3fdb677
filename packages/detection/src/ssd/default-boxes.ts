import type { SymbolicTensor } from '@cnn/layers';
import type { PriorGrid } from '../prior-boxes.js';

/** The boxes that SSD starts from at a feature map. */
export interface BoxesOfMap {
  /** Side of its square boxes, as a fraction of the image. */
  readonly scale: number;
  /** Of a second square, whose side is √(scale · nextScale): in the paper, the scale of the next map. */
  readonly nextScale: number;
  /** Boxes that are not square: this much wider than high, and the other way round. */
  readonly aspectRatios: readonly number[];
}

/** Section 2.2 of the paper, "Choosing scales and aspect ratios for default boxes". */
export function defaultBoxes(map: SymbolicTensor, { scale, nextScale, aspectRatios }: BoxesOfMap): PriorGrid {
  const [, rows, columns] = map.shape as [null, number, number, number];
  const between = Math.sqrt(scale * nextScale);
  const oblong = aspectRatios.flatMap((ratio): [number, number][] => {
    const root = Math.sqrt(ratio);
    return [
      [scale * root, scale / root],
      [scale / root, scale * root],
    ];
  });
  return { rows, columns, sizes: [[scale, scale], [between, between], ...oblong] };
}
