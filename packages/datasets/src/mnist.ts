import { DataError, formatShape, Tensor } from '@cnn/tensor';
import { openSource } from '#files';
import { Dataset, type DatasetSplits } from './dataset.js';
import { readIdx } from './idx.js';
import { checkLabel } from './label.js';
import {
  damaged,
  type FileSource,
  type LoadOptions,
  type NamedFile,
  type Origin,
  provenance,
  sourceOfFiles,
} from './source.js';

interface Digits {
  origin: Origin;
  classNames: readonly string[];
}

const digits: Digits = {
  origin: {
    title: 'MNIST',
    cacheName: 'mnist',
    baseUrl: 'https://storage.googleapis.com/cvdf-datasets/mnist/',
    files: [
      { name: 'train-images-idx3-ubyte.gz', bytes: 9_912_422, md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873' },
      { name: 'train-labels-idx1-ubyte.gz', bytes: 28_881, md5: 'd53e105ee54ea40749a09fcbcd1e9432' },
      { name: 't10k-images-idx3-ubyte.gz', bytes: 1_648_877, md5: '9fb629c4189551a2d022fa330f9573f3' },
      { name: 't10k-labels-idx1-ubyte.gz', bytes: 4_542, md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
    ],
    fromFiles: 'mnistFromFiles',
  },
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
};

const fashion: Digits = {
  origin: {
    title: 'Fashion-MNIST',
    cacheName: 'fashion-mnist',
    baseUrl: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    files: [
      { name: 'train-images-idx3-ubyte.gz', bytes: 26_421_880, md5: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
      { name: 'train-labels-idx1-ubyte.gz', bytes: 29_515, md5: '25c81989df183df01b3e8a0aad5dffbe' },
      { name: 't10k-images-idx3-ubyte.gz', bytes: 4_422_102, md5: 'bef4ecab320f06d8554ea6380940ec79' },
      { name: 't10k-labels-idx1-ubyte.gz', bytes: 5_148, md5: 'bb300cfdad3c16e7a12a480ee83cd310' },
    ],
    fromFiles: 'fashionMnistFromFiles',
  },
  classNames: [
    'T-shirt/top',
    'trouser',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
};

/**
 * MNIST: 60,000 training and 10,000 test images `[count, 28, 28, 1]` of handwritten digits, from a folder with
 * the four IDX files (plain or `.gz`), else from the cache, else downloaded once (12 MB) and kept there.
 *
 * LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998.
 * @throws DataError when a folder or file is missing or damaged.
 * @throws DataUnavailableError when it is not on disk and cannot be downloaded.
 * @throws ConfigError for a mirror that is no address, and in a page; use {@link mnistFromFiles} there.
 */
export async function mnist(options: LoadOptions = {}): Promise<DatasetSplits> {
  return load(digits, await openSource(digits.origin, options));
}

/**
 * Fashion-MNIST: like {@link mnist}, with pictures of clothes in place of digits (31 MB to download).
 *
 * Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms",
 * 2017, https://github.com/zalandoresearch/fashion-mnist.
 * @throws DataError, DataUnavailableError and ConfigError as {@link mnist} does.
 */
export async function fashionMnist(options: LoadOptions = {}): Promise<DatasetSplits> {
  return load(fashion, await openSource(fashion.origin, options));
}

/**
 * MNIST from files at hand, such as those dropped on a page: the four IDX files, plain or `.gz`.
 * @throws DataError when a file is missing or damaged.
 */
export async function mnistFromFiles(files: readonly NamedFile[]): Promise<DatasetSplits> {
  return load(digits, sourceOfFiles(files));
}

/** Fashion-MNIST from files at hand. @throws DataError when a file is missing or damaged. */
export async function fashionMnistFromFiles(files: readonly NamedFile[]): Promise<DatasetSplits> {
  return load(fashion, sourceOfFiles(files));
}

async function load(set: Digits, source: FileSource): Promise<DatasetSplits> {
  return {
    train: await readSplit(set, source, 'train'),
    test: await readSplit(set, source, 't10k'),
    source: source.place,
  };
}

async function readSplit(
  { origin, classNames }: Digits,
  source: FileSource,
  split: string,
): Promise<Dataset> {
  const imageFile = `${split}-images-idx3-ubyte`;
  const labelFile = `${split}-labels-idx1-ubyte`;
  const images = await readIdx(source, imageFile);
  const labels = await readIdx(source, labelFile);
  const [count, height, width] = images.shape;
  if (images.shape.length !== 3 || labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new DataError(
      `${imageFile} has the shape ${formatShape(images.shape)} and ${labelFile} ${formatShape(labels.shape)}, in ${source.place}; expected [count, height, width] and [count]. They do not belong together. ${source.remedy}`,
      damaged(provenance(source, imageFile)),
    );
  }
  const from = provenance(source, labelFile);
  for (const [record, label] of labels.data.entries()) checkLabel(label, classNames.length, record, from);
  return new Dataset({
    name: origin.title,
    classNames,
    x: images.reshape([count!, height!, width!, 1]),
    y: new Tensor('i32', [count!], Int32Array.from(labels.data)),
  });
}
