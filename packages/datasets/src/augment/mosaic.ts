import type { RandomStream } from '@cnn/tensor';
import { type Box, eachRowOf } from './box.js';
import { eachImage, type ImageBatch, type ImageSize, type Masks } from './image-batch.js';
import { expectKnownOptions, share } from './options.js';
import { partners } from './partners.js';
import { moveObjects } from './visible-objects.js';

export interface MosaicOptions {
  /** Of an image to become a part of a mosaic; else it stays as it is. Default 1. */
  readonly probability?: number;
}

/** What {@link mosaic} returns. */
export interface Mosaic extends Required<MosaicOptions> {
  readonly name: 'mosaic';
}

/** How near to an edge four images may meet, as a share of the side: that of the authors' program. */
const NEAREST = 0.2;

/**
 * Puts parts of four images together, its own and three others of its batch, which meet at a random place: objects are
 * seen where they usually are not, and cut off. Their boxes, or the masks, move along, so that it is for networks that
 * find objects or tell the class of each pixel. Bochkovskiy, Wang and Liao, "YOLOv4: optimal speed and accuracy of
 * object detection", 2020, https://arxiv.org/abs/2004.10934. Parts have the size that they had; a `randomZoom` before it
 * makes them smaller.
 * @throws ConfigError for an unusable option
 */
export function mosaic(options: MosaicOptions = {}): Mosaic {
  expectKnownOptions('mosaic', options, ['probability']);
  return { name: 'mosaic', probability: share('The probability of mosaic', options.probability ?? 1) };
}

/** @internal */
export function applyMosaic({ probability }: Mosaic, batch: ImageBatch): void {
  const before = copyOf(batch);
  const own = Uint32Array.from(batch.streams, (_, image) => image);
  const sources = [own, partners(batch), partners(batch), partners(batch)];
  eachImage(batch, (_, stream, image) => {
    if (stream.uniform() >= probability) return;
    if (batch.objects) batch.objects[image] = [];
    quarters(batch, stream).forEach((part, quarter) => {
      const from = sources[quarter]![image]!;
      paste(before, batch, { from, to: image, part, ...offset(part, batch, stream) });
    });
  });
}

/** What a mosaic is made of. */
type Pieces = Pick<ImageBatch, 'x' | 'masks' | 'objects'>;

function copyOf({ x, masks, objects }: Pieces): Pieces {
  return {
    x: x.slice(),
    masks: masks && { ...masks, data: masks.data.slice() },
    objects: objects && [...objects],
  };
}

/** Four parts of an image, which meet at a random place: above, to the left and the right, and below. */
function quarters({ height, width }: ImageSize, stream: RandomStream): Box[] {
  const middle = (side: number): number => Math.round(side * stream.uniform(NEAREST, 1 - NEAREST));
  const [row, column] = [middle(height), middle(width)];
  return [
    { top: 0, left: 0, height: row, width: column },
    { top: 0, left: column, height: row, width: width - column },
    { top: row, left: 0, height: height - row, width: column },
    { top: row, left: column, height: height - row, width: width - column },
  ];
}

/** Where what is shown in a part comes from in its image: so many rows farther down and columns to the right. */
interface Offset {
  readonly rows: number;
  readonly columns: number;
}

/** A random place. */
function offset(part: Box, { height, width }: ImageSize, stream: RandomStream): Offset {
  return {
    rows: stream.integer(height - part.height + 1) - part.top,
    columns: stream.integer(width - part.width + 1) - part.left,
  };
}

/** From which image which part of which one comes. */
interface Piece extends Offset {
  readonly from: number;
  readonly to: number;
  readonly part: Box;
}

/** Fills a part of an image with what another one has, its mask and its objects included. */
function paste(before: Pieces, batch: ImageBatch, piece: Piece): void {
  pastePixels(before.x, batch.x, batch, piece);
  const { masks, objects } = batch;
  if (masks && before.masks)
    pastePixels(before.masks.data, masks.data, { ...batch, channels: masks.channels }, piece);
  if (objects && before.objects) {
    const { from, to, part, rows, columns } = piece;
    const movement = { down: [1, 0], across: [0, 1], origin: [rows, columns] } as const;
    objects[to]!.push(...moveObjects(before.objects[from]!, movement, batch, part));
  }
}

function pastePixels(
  source: Masks['data'],
  data: Masks['data'],
  image: ImageSize,
  { from, to, part, rows, columns }: Piece,
): void {
  const { height, width, channels } = image;
  const size = height * width * channels;
  const distance = (rows * width + columns) * channels;
  eachRowOf(part, image, (begin, length) => {
    const place = from * size + begin + distance;
    data.set(source.subarray(place, place + length), to * size + begin);
  });
}
