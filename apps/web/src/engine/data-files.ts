import {
  cifar10FromFiles,
  cifar100FromFiles,
  type DatasetSplits,
  fashionMnistFromFiles,
  gunzip,
  mnistFromFiles,
  type NamedFile,
} from '@cnn/datasets';
import { DataError } from '@cnn/tensor';
import { parseTar } from 'nanotar';
import type { DataName } from '../tasks/tasks.js';
import { about } from './trouble.js';

/** Data that is read from official files. */
export type OfficialData = Exclude<DataName, `synthetic${string}` | 'images' | 'camera'>;

const idxFiles = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

const readers: Record<
  OfficialData,
  { files: readonly string[]; read: (files: readonly NamedFile[]) => Promise<DatasetSplits> }
> = {
  mnist: { files: idxFiles, read: mnistFromFiles },
  'fashion-mnist': { files: idxFiles, read: fashionMnistFromFiles },
  cifar10: { files: ['cifar-10-binary.tar.gz'], read: cifar10FromFiles },
  cifar100: { files: ['cifar-100-binary.tar.gz'], read: (files) => cifar100FromFiles(files) },
};

/** What the official server calls the files of a data set. */
export function officialFiles(name: OfficialData): readonly string[] {
  return readers[name].files;
}

/**
 * Reads a data set from its official files, or from the archive that they come in.
 * @throws DataError when one is missing or damaged
 */
export async function readOfficial(name: OfficialData, files: readonly NamedFile[]): Promise<DatasetSplits> {
  const unpacked = await Promise.all(files.map(unpack));
  return readers[name].read(unpacked.flat());
}

/** What helps when a file is damaged. */
const remedy = 'Download it again, and pass it unchanged.';

async function unpack(file: NamedFile): Promise<readonly NamedFile[]> {
  if (/\.(tar\.gz|tgz)$/i.test(file.name))
    return entriesOf(file.name, await gunzip(file.bytes, { file: file.name, name: file.name, remedy }));
  return /\.tar$/i.test(file.name) ? entriesOf(file.name, file.bytes) : [file];
}

function entriesOf(archive: string, bytes: Uint8Array): readonly NamedFile[] {
  try {
    return parseTar(bytes).flatMap(({ name, data }) => (data ? [{ name, bytes: data }] : []));
  } catch (cause) {
    throw new DataError(
      `${archive} is not a whole tar archive; it is truncated or damaged. ${remedy}`,
      about({ kind: 'file-damaged', file: archive }, cause),
    );
  }
}
