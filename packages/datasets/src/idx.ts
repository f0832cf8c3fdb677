import { DataError, formatShape, sizeOf, Tensor } from '@cnn/tensor';
import { gunzip } from '#gunzip';
import { damaged, type FileSource, fileSize, type Provenance, provenance } from './source.js';

/** The IDX code of unsigned bytes, the only element type that MNIST and its kin use. */
const unsignedByte = 0x08;

/**
 * The tensor in an unzipped IDX file of unsigned bytes; it shares the memory of `bytes`.
 *
 * The format: two zero bytes, the element type, the number of axes, each axis as a big-endian 32-bit integer,
 * then the elements row by row. LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist/.
 * @throws DataError when the header is another, or the size is not what the header promises.
 */
export function parseIdx(bytes: Uint8Array): Tensor<'u8'> {
  return readTensor(bytes, { file: 'The IDX file', remedy: 'Pass the whole, unzipped file.' });
}

/**
 * The tensor in a file of a source, which may hold it plain or, with `.gz` after its name, zipped.
 * @throws DataError when the file is missing or damaged.
 */
export async function readIdx(source: FileSource, name: string): Promise<Tensor<'u8'>> {
  if ((await source.size(name)) !== undefined) {
    return readTensor(await source.read(name), provenance(source, name));
  }
  const zipped = `${name}.gz`;
  await fileSize(source, zipped);
  const from = provenance(source, zipped);
  return readTensor(await gunzip(await source.read(zipped), from), from);
}

function readTensor(bytes: Uint8Array, from: Provenance): Tensor<'u8'> {
  const rank = bytes[3] ?? 0;
  const header = 4 + 4 * rank;
  if (bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== unsignedByte || rank === 0 || bytes.length < header) {
    const start = bytes.length === 0 ? 'is empty' : `starts with the bytes ${bytes.subarray(0, 4).join(' ')}`;
    throw new DataError(
      `${from.file} ${start}; expected 0 0 8, the number of axes and their sizes, as in every IDX file of unsigned bytes. ${from.remedy}`,
      damaged(from),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  if (bytes.length !== header + sizeOf(shape)) {
    throw new DataError(
      `${from.file} has ${bytes.length} bytes; expected ${header + sizeOf(shape)}, because its header promises the shape ${formatShape(shape)}. It is truncated or damaged. ${from.remedy}`,
      damaged(from),
    );
  }
  return new Tensor('u8', shape, bytes.subarray(header));
}
