import { DataError, Tensor } from '@cnn/tensor';
import { Dataset } from './dataset.js';
import { checkLabel } from './label.js';
import { damaged, type FileSource, fileSize, type Provenance, provenance } from './source.js';

/** Pixels of a colour plane. An image is a red, a green and a blue plane, each row by row. */
const plane = 32 * 32;
const imageBytes = 3 * plane;

/** A binary CIFAR file is a row of records: label bytes, then an image. */
export interface CifarFormat {
  name: string;
  classNames: readonly string[];
  /** Label bytes of a record. */
  labelBytes: number;
  /** Which of them is the label. */
  labelAt: number;
}

/**
 * Reads files one after another into one set, so that no more than one of them is in memory beside it.
 * @throws DataError when a file is missing, is not a whole number of records, or has a label out of range.
 */
export async function readCifar(
  format: CifarFormat,
  source: FileSource,
  names: readonly string[],
): Promise<Dataset> {
  let count = 0;
  for (const name of names)
    count += recordCount(format, await fileSize(source, name), provenance(source, name));
  const images = new CifarImages(format, count);
  for (const name of names) images.add(await source.read(name), provenance(source, name));
  return images.dataset();
}

/**
 * The same, from the bytes of whole files.
 * @throws DataError when one is not a whole number of records, or has a label out of range.
 */
export function parseCifar(format: CifarFormat, buffers: readonly Uint8Array[]): Dataset {
  const remedy = `Pass whole files of ${format.name}'s binary version.`;
  const from = (index: number) => ({ file: `Buffer ${index} of ${buffers.length}`, remedy });
  const counts = buffers.map((bytes, index) => recordCount(format, bytes.length, from(index)));
  const images = new CifarImages(
    format,
    counts.reduce((sum, count) => sum + count, 0),
  );
  for (const [index, bytes] of buffers.entries()) images.add(bytes, from(index));
  return images.dataset();
}

/** A set that is filled file by file. */
class CifarImages {
  readonly #format: CifarFormat;
  readonly #x: Uint8Array;
  readonly #y: Int32Array;
  #filled = 0;

  constructor(format: CifarFormat, count: number) {
    this.#format = format;
    this.#x = new Uint8Array(count * imageBytes);
    this.#y = new Int32Array(count);
  }

  add(bytes: Uint8Array, from: Provenance): void {
    const { classNames, labelBytes, labelAt } = this.#format;
    const recordBytes = labelBytes + imageBytes;
    for (let at = 0; at < bytes.length; at += recordBytes) {
      const label = bytes[at + labelAt]!;
      checkLabel(label, classNames.length, at / recordBytes, from);
      this.#y[this.#filled] = label;
      interleave(bytes, at + labelBytes, this.#x, this.#filled * imageBytes);
      this.#filled++;
    }
  }

  dataset(): Dataset {
    const { name, classNames } = this.#format;
    const count = this.#y.length;
    const x = new Tensor('u8', [count, 32, 32, 3], this.#x);
    return new Dataset({ name, classNames, x, y: new Tensor('i32', [count], this.#y) });
  }
}

/** Writes three planes as one image, channels last. */
function interleave(planes: Uint8Array, from: number, image: Uint8Array, to: number): void {
  for (let pixel = 0; pixel < plane; pixel++) {
    image[to++] = planes[from + pixel]!;
    image[to++] = planes[from + pixel + plane]!;
    image[to++] = planes[from + pixel + 2 * plane]!;
  }
}

function recordCount({ labelBytes }: CifarFormat, size: number, from: Provenance): number {
  const recordBytes = labelBytes + imageBytes;
  if (size > 0 && size % recordBytes === 0) return size / recordBytes;
  throw new DataError(
    `${from.file} has ${size} bytes; expected one or more records of ${recordBytes} bytes (${labelBytes} for the label, ${imageBytes} for the image). It is truncated, or not of the binary version. ${from.remedy}`,
    damaged(from),
  );
}
