import { openSource } from '#files';
import { type CifarFormat, parseCifar, readCifar } from './cifar.js';
import type { Dataset, DatasetSplits } from './dataset.js';
import { type FileSource, type LoadOptions, type NamedFile, type Origin, sourceOfFiles } from './source.js';

const format: CifarFormat = {
  name: 'CIFAR-10',
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  labelBytes: 1,
  labelAt: 0,
};

const trainFiles = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);

const origin: Origin = {
  title: 'CIFAR-10',
  cacheName: 'cifar-10',
  baseUrl: 'https://www.cs.toronto.edu/~kriz/',
  files: [{ name: 'cifar-10-binary.tar.gz', bytes: 170_052_171, md5: 'c32a1d4ab5d03f1284b67883e8d87530' }],
  archiveFolder: 'cifar-10-batches-bin',
  fromFiles: 'cifar10FromFiles',
};

/**
 * CIFAR-10: 50,000 training and 10,000 test photographs `[count, 32, 32, 3]` in ten classes, from a folder of
 * the `.bin` files, else from the cache, else downloaded once (170 MB) and kept there.
 *
 * Krizhevsky, "Learning multiple layers of features from tiny images", 2009, https://www.cs.toronto.edu/~kriz/cifar.html.
 * @throws DataError when a folder or file is missing or damaged.
 * @throws DataUnavailableError when it is not on disk and cannot be downloaded.
 * @throws ConfigError for a mirror that is no address, and in a page; use {@link cifar10FromFiles} there.
 * @example const { train, test } = await cifar10({ folder: 'data/cifar-10-batches-bin' });
 */
export async function cifar10(options: LoadOptions = {}): Promise<DatasetSplits> {
  return load(await openSource(origin, options));
}

/**
 * CIFAR-10 from files at hand, such as those dropped on a page: `data_batch_1.bin` to `data_batch_5.bin` and
 * `test_batch.bin`.
 * @throws DataError when a file is missing or damaged.
 */
export async function cifar10FromFiles(files: readonly NamedFile[]): Promise<DatasetSplits> {
  return load(sourceOfFiles(files));
}

/**
 * One set from the bytes of one or more of CIFAR-10's binary files, in their order.
 * @throws DataError when one is not a whole number of records, or has a label out of range.
 */
export function parseCifar10(buffers: readonly Uint8Array[]): Dataset {
  return parseCifar(format, buffers);
}

async function load(source: FileSource): Promise<DatasetSplits> {
  return {
    train: await readCifar(format, source, trainFiles),
    test: await readCifar(format, source, ['test_batch.bin']),
    source: source.place,
  };
}
