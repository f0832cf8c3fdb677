import { Dataset, type DatasetSplits } from '@cnn/datasets';
import { DataError, randomStream, Tensor } from '@cnn/tensor';
import type { LoadProgress } from './protocol.js';

/** A picture of a person's, and the folders that it lies in. */
export interface PictureFile {
  /** From the chosen folder: `pets/cat/tom.jpg`. The last folder is the class. */
  readonly path: string;
  readonly file: File;
}

/** Share of each class that is kept for the test, when the folders do not say. */
const testShare = 0.2;

/** Names of folders that say what their pictures are for. */
const splitNames = { train: 'train', training: 'train', test: 'test', testing: 'test' } as const;

/**
 * Labelled images from pictures in folders, one for each class: cut to their middle square and scaled to
 * `size` × `size` pixels. Folders `train` and `test` above the classes split them; otherwise a fifth of each
 * class, chosen by chance, is for the test.
 * @throws DataError when there are not two classes, or a picture cannot be decoded
 */
export async function readImageFolder(
  files: readonly PictureFile[],
  size: number,
  onProgress: (progress: LoadProgress) => void,
): Promise<DatasetSplits> {
  const pictures = files.filter(({ path, file }) => isPicture(path, file)).map(classify);
  const classNames = [...new Set(pictures.map(({ label }) => label))].sort();
  if (classNames.length < 2) {
    throw new DataError(
      `The folder has pictures of ${classNames.length === 1 ? `one class, ${classNames[0]}` : 'no class'}; expected two or more folders of pictures, one for each class, such as cats/ and dogs/. Choose the folder that these lie in.`,
    );
  }
  const { train, test } = split(pictures);
  let done = 0;
  const decode = async (list: readonly Labelled[]): Promise<Dataset> => {
    const pixels = new Uint8Array(list.length * size * size * 3);
    for (const [i, { path, file }] of list.entries()) {
      await decodePicture(path, file, size, pixels.subarray(i * size * size * 3));
      onProgress({ done: ++done, total: pictures.length });
    }
    return new Dataset({
      name: 'images',
      classNames,
      x: new Tensor('u8', [list.length, size, size, 3], pixels),
      y: new Tensor(
        'i32',
        [list.length],
        Int32Array.from(list, ({ label }) => classNames.indexOf(label)),
      ),
    });
  };
  return { train: await decode(train), test: await decode(test), source: `${pictures.length} pictures` };
}

interface Labelled extends PictureFile {
  readonly label: string;
  readonly split: 'train' | 'test' | undefined;
}

function isPicture(path: string, { type }: File): boolean {
  return (
    type.startsWith('image/') && path.includes('/') && !path.split('/').some((part) => part.startsWith('.'))
  );
}

function classify({ path, file }: PictureFile): Labelled {
  const folders = path.split('/').slice(0, -1);
  const above = folders.at(-2)?.toLowerCase() ?? '';
  const named = Object.hasOwn(splitNames, above) ? splitNames[above as keyof typeof splitNames] : undefined;
  return { path, file, label: folders.at(-1)!, split: named };
}

/** Shuffled, so that the end of the training images, which validates, has all classes. */
function split(pictures: readonly Labelled[]): { train: Labelled[]; test: Labelled[] } {
  const sorted = [...pictures].sort((a, b) => (a.path < b.path ? -1 : 1));
  const shuffled = randomStream(0, 'images').shuffle(sorted);
  const told = new Set(shuffled.map((picture) => picture.split));
  if (told.has('train') && told.has('test')) {
    return {
      train: shuffled.filter((picture) => picture.split !== 'test'),
      test: shuffled.filter((picture) => picture.split === 'test'),
    };
  }
  const seen = new Map<string, number>();
  const train: Labelled[] = [];
  const test: Labelled[] = [];
  for (const picture of shuffled) {
    const count = (seen.get(picture.label) ?? 0) + 1;
    seen.set(picture.label, count);
    (Math.floor(count * testShare) > Math.floor((count - 1) * testShare) ? test : train).push(picture);
  }
  return { train, test: test.length > 0 ? test : train.slice(-1) };
}

async function decodePicture(path: string, file: File, size: number, to: Uint8Array): Promise<void> {
  const bitmap = await createImageBitmap(file).catch((cause) => {
    throw new DataError(
      `${path} cannot be decoded as an image; it is damaged, or of a format that this browser does not know. Remove it, or convert it to PNG or JPEG.`,
      { cause },
    );
  });
  const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true })!;
  const { width, height } = bitmap;
  const side = Math.min(width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (width - side) / 2, (height - side) / 2, side, side, 0, 0, size, size);
  bitmap.close();
  const { data } = context.getImageData(0, 0, size, size);
  for (let pixel = 0; pixel < size * size; pixel++) {
    for (let channel = 0; channel < 3; channel++) to[pixel * 3 + channel] = data[pixel * 4 + channel]!;
  }
}
