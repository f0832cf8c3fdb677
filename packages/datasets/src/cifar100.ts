import { ConfigError } from '@cnn/tensor';
import { openSource } from '#files';
import { type CifarFormat, parseCifar, readCifar } from './cifar.js';
import { coarseNames, fineNames } from './cifar100-classes.js';
import type { Dataset, DatasetSplits } from './dataset.js';
import { type FileSource, type LoadOptions, type NamedFile, type Origin, sourceOfFiles } from './source.js';

/** Which of an image's two labels to use: one of 100 classes, or one of 20 groups of five classes. */
export type Cifar100Labels = 'fine' | 'coarse';

const formats: Record<Cifar100Labels, CifarFormat> = {
  coarse: { name: 'CIFAR-100 (coarse)', classNames: coarseNames, labelBytes: 2, labelAt: 0 },
  fine: { name: 'CIFAR-100', classNames: fineNames, labelBytes: 2, labelAt: 1 },
};

const origin: Origin = {
  title: 'CIFAR-100',
  cacheName: 'cifar-100',
  baseUrl: 'https://www.cs.toronto.edu/~kriz/',
  files: [{ name: 'cifar-100-binary.tar.gz', bytes: 168_513_733, md5: '03b5dce01913d631647c71ecec9e9cb8' }],
  archiveFolder: 'cifar-100-binary',
  fromFiles: 'cifar100FromFiles',
};

/**
 * CIFAR-100: 50,000 training and 10,000 test photographs `[count, 32, 32, 3]` in 100 classes, or with
 * `labels: 'coarse'` in 20, from a folder with `train.bin` and `test.bin`, else from the cache, else downloaded
 * once (169 MB) and kept there.
 *
 * Krizhevsky, "Learning multiple layers of features from tiny images", 2009, https://www.cs.toronto.edu/~kriz/cifar.html.
 * @throws DataError when a folder or file is missing or damaged.
 * @throws DataUnavailableError when it is not on disk and cannot be downloaded.
 * @throws ConfigError for other `labels`, a mirror that is no address, and in a page; use {@link cifar100FromFiles} there.
 */
export async function cifar100(
  options: LoadOptions & { labels?: Cifar100Labels } = {},
): Promise<DatasetSplits> {
  const format = formatOf(options.labels);
  return load(format, await openSource(origin, options));
}

/**
 * CIFAR-100 from files at hand, such as those dropped on a page: `train.bin` and `test.bin`.
 * @throws DataError when a file is missing or damaged.
 */
export async function cifar100FromFiles(
  files: readonly NamedFile[],
  labels?: Cifar100Labels,
): Promise<DatasetSplits> {
  return load(formatOf(labels), sourceOfFiles(files));
}

/**
 * One set from the bytes of one or more of CIFAR-100's binary files, in their order.
 * @throws DataError when one is not a whole number of records, or has a label out of range.
 */
export function parseCifar100(buffers: readonly Uint8Array[], labels?: Cifar100Labels): Dataset {
  return parseCifar(formatOf(labels), buffers);
}

async function load(format: CifarFormat, source: FileSource): Promise<DatasetSplits> {
  return {
    train: await readCifar(format, source, ['train.bin']),
    test: await readCifar(format, source, ['test.bin']),
    source: source.place,
  };
}

function formatOf(labels: Cifar100Labels = 'fine'): CifarFormat {
  if (Object.hasOwn(formats, labels)) return formats[labels];
  throw new ConfigError(
    `CIFAR-100 has no labels '${labels}'; expected 'fine' (100 classes) or 'coarse' (20). Choose one of them.`,
  );
}
