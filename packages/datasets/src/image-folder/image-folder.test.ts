import { existsSync, renameSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError, DataError, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { imageFilesIn, openImageFiles } from '#image-files';
import { resizeImage } from '../image/resize.js';
import { temporaryFolder } from '../testing/folder.js';
import { byPillow, furthest, pictureFile } from '../testing/pictures.js';
import type { DiskOptions } from './image-files.js';
import { imageFolder, imageFolderFromFiles } from './image-folder.js';
import type { DecodingProgress } from './options.js';

/** Which picture is where. Dogs are turned, so that they can be told from cats. */
const pictures = {
  'train/cat/1.jpg': 'photo.jpg',
  'train/cat/2.PNG': 'colour.png',
  'train/dog/1.webp': 'turned.webp',
  'train/dog/2.jpg': 'turned.jpg',
  'test/cat/1.webp': 'lossless.webp',
  'val/dog/1.png': 'turned6.png',
};

const files = Object.entries(pictures).map(([name, picture]) => ({ name, bytes: pictureFile(picture) }));

async function put(folder: string, name: string, contents: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), contents);
}

async function pets(): Promise<{ folder: string; options: DiskOptions }> {
  const root = await temporaryFolder();
  const folder = join(root, 'pets');
  for (const { name, bytes } of files) await put(folder, name, bytes);
  await put(folder, 'train/cat/notes.txt', 'no image');
  await put(folder, 'train/cat/.hidden.jpg', 'no image');
  return { folder, options: { size: 8, cacheFolder: join(root, 'cache') } };
}

test('a folder becomes images of one size with labels', async () => {
  const { folder, options } = await pets();
  const { train, test, validation, source, skipped } = await imageFolder(folder, options);
  expect(train.classNames).toEqual(['cat', 'dog']);
  expect(train.x.shape).toEqual([4, 8, 8, 3]);
  expect([...train.y.data].sort()).toEqual([0, 0, 1, 1]);
  expect(source).toBe(`${folder} (split by folders)`);
  expect(skipped).toEqual([]);
  const size = { height: 8, width: 8 };
  const upright = resizeImage(byPillow('lossless.webp'), size);
  expect(furthest(test.x.reshape([8, 8, 3]), upright)).toBe(0);
  expect([...test.y.data]).toEqual([0]);
  expect(furthest(validation!.x.reshape([8, 8, 3]), resizeImage(byPillow('turned6.png'), size))).toBe(0);
  const train1 = train.x.rows(0, 1).reshape([8, 8, 3]);
  const candidates = train.y.data[0] === 0 ? ['photo.jpg', 'colour.png'] : ['turned.webp', 'turned.jpg'];
  expect(candidates.map((name) => furthest(train1, resizeImage(byPillow(name), size)))).toContain(0);
});

test('the order depends on the seed alone, not on threads', async () => {
  const { folder, options } = await pets();
  const [a, b, c] = await Promise.all([
    imageFolder(folder, { ...options, threads: 1 }),
    imageFolder(folder, { ...options, threads: 3, cacheFolder: `${options.cacheFolder}2` }),
    imageFolder(folder, { ...options, seed: 5, cacheFolder: `${options.cacheFolder}3` }),
  ]);
  expect(a.train.x.data).toEqual(b.train.x.data);
  expect(a.train.x.data).not.toEqual(c.train.x.data);
});

test('sizes, channels and modes are as asked for', async () => {
  const { folder, options } = await pets();
  const { test } = await imageFolder(folder, {
    ...options,
    size: { height: 4, width: 6 },
    channels: 1,
    resize: 'pad',
  });
  expect(test.x.shape).toEqual([1, 4, 6, 1]);
  const grey = new Tensor(
    'u8',
    [18, 26, 1],
    byPillow('grey.png').data.filter((_, i) => i % 3 === 0),
  );
  const padded = resizeImage(grey, { height: 4, width: 6 }, 'pad');
  expect(furthest(test.x.reshape([4, 6, 1]), padded)).toBeLessThanOrEqual(1);
});

test('what was decoded is used again until a file changes', async () => {
  const { folder, options } = await pets();
  const decoded: DecodingProgress[] = [];
  const load = () => imageFolder(folder, { ...options, onProgress: (progress) => decoded.push(progress) });
  const first = await load();
  expect(decoded.at(-1)).toEqual({ done: 6, total: 6 });
  decoded.length = 0;
  const second = await load();
  expect(decoded).toEqual([]);
  expect(second.train.x.data).toEqual(first.train.x.data);
  await put(folder, 'test/cat/1.webp', pictureFile('lossy.webp'));
  const third = await load();
  expect(decoded).not.toEqual([]);
  expect(third.test.x.data).not.toEqual(first.test.x.data);
  await utimes(join(folder, 'train/cat/1.jpg'), 1, 1);
  decoded.length = 0;
  await load();
  expect(decoded.at(-1)).toEqual({ done: 6, total: 6 });
  expect(await readdir(join(options.cacheFolder!, 'image-folders'))).toHaveLength(1);
});

test('broken files are refused with their reasons, or left out', async () => {
  const { folder, options } = await pets();
  await put(folder, 'train/cat/0.jpg', pictureFile('photo.jpg').slice(0, 500));
  await put(folder, 'train/dog/9.gif', 'GIF89a');
  const attempt = imageFolder(folder, options);
  await expect(attempt).rejects.toThrow(DataError);
  await expect(attempt).rejects.toThrow(
    `2 of the 8 image files in ${folder} cannot be decoded (train/cat/0.jpg: it is truncated or damaged, or too large; train/dog/9.gif: it is a GIF); expected whole JPEG, PNG or WebP files in grey or RGB. Mend or remove them, or set skipBroken to leave them out.`,
  );
  const whole = await imageFolder(folder, { ...options, skipBroken: true });
  expect(whole.train.length).toBe(4);
  expect(whole.skipped.map(({ path }) => path)).toEqual(['train/cat/0.jpg', 'train/dog/9.gif']);
  await put(folder, 'test/cat/1.webp', 'nothing');
  await expect(imageFolder(folder, { ...options, skipBroken: true })).rejects.toThrow(
    `${folder} has 4 images to train on and 0 to test with; expected some of each, in files that can be decoded`,
  );
});

test('a size that no memory can hold is refused before anything is decoded', async () => {
  const { folder, options } = await pets();
  const decoded: DecodingProgress[] = [];
  const attempt = imageFolder(folder, { ...options, size: 1e6, onProgress: (now) => decoded.push(now) });
  await expect(attempt).rejects.toThrow(
    /^The 6 images in .*pets would take 18000\.0 GB as 1000000 × 1000000 pixels of 3 bytes, and this machine has [\d.]+ GB of memory\. Choose a smaller size\.$/,
  );
  expect(decoded).toEqual([]);
});

test('links are followed, but not in circles', async () => {
  const { folder, options } = await pets();
  await rm(join(folder, 'val'), { recursive: true });
  await symlink(join(folder, 'test'), join(folder, 'val'));
  await symlink(folder, join(folder, 'train', 'cat', 'circle'));
  const { validation } = await imageFolder(folder, options);
  expect([...validation!.y.data]).toEqual([0]);
});

test('an interruption stops decoding and leaves nothing half done', async () => {
  const { folder, options } = await pets();
  const controller = new AbortController();
  const attempt = imageFolder(folder, {
    ...options,
    signal: controller.signal,
    threads: 1,
    onProgress: () => controller.abort(new Error('enough')),
  });
  await expect(attempt).rejects.toThrow('enough');
  expect(await readdir(join(options.cacheFolder!, 'image-folders'))).toEqual([]);
});

test('what processes left that were killed while decoding is removed, unless it may still be written', async () => {
  const { folder, options } = await pets();
  const root = join(options.cacheFolder!, 'image-folders');
  const unfinished = 'pets-0123456789ab.images.incomplete';
  const [old, young] = [`${unfinished}-1a`, `${unfinished}-2b`];
  for (const name of [old, young]) await put(root, name, 'half');
  const longAgo = Date.now() / 1000 - 7200;
  await utimes(join(root, old), longAgo, longAgo);
  await imageFolder(folder, options);
  const left = await readdir(root);
  expect(left).toContain(young);
  expect(left).not.toContain(old);
  expect(left).toHaveLength(2);
});

test('a file that cannot be read ends it, and is read the next time', async () => {
  const { folder, options } = await pets();
  const [file, elsewhere] = [join(folder, 'val/dog/1.png'), join(folder, '..', 'away.png')];
  // The last of all, which is not begun before the first is done.
  const takeAway = () => existsSync(file) && renameSync(file, elsewhere);
  const attempt = imageFolder(folder, { ...options, threads: 1, skipBroken: true, onProgress: takeAway });
  await expect(attempt).rejects.toThrow(DataError);
  await expect(attempt).rejects.toThrow(
    `${file} cannot be read: no such file or directory (ENOENT). It was there when the folder was listed. Put it back, or leave it out, and run again.`,
  );
  renameSync(elsewhere, file);
  const { validation, skipped } = await imageFolder(folder, options);
  expect(validation).toHaveLength(1);
  expect(skipped).toEqual([]);
});

// Root may read all there is.
test.skipIf(process.getuid?.() === 0)('a folder that cannot be read is named', async () => {
  const { folder, options } = await pets();
  const locked = join(folder, 'lost+found');
  await mkdir(locked, { mode: 0 });
  await expect(imageFolder(folder, options)).rejects.toThrow(DataError);
  await expect(imageFolder(folder, options)).rejects.toThrow(
    `${locked} cannot be read: permission denied (EACCES). Allow this user to read it`,
  );
});

test('several may prepare a folder at the same time, and remove what is in the cache', async () => {
  const { folder, options } = await pets();
  const load = () => imageFolder(folder, { ...options, threads: 1 });
  const [alone, ...others] = await Promise.all([load(), load(), load()]);
  for (const other of others) expect(other).toEqual(alone);
  const root = join(options.cacheFolder!, 'image-folders');
  expect(await readdir(root)).toHaveLength(1);
  const { paths, prepare } = await openImageFiles(folder, options);
  const preparation = { width: 8, height: 8, channels: 3, resize: 'crop' } as const;
  const prepared = await prepare(paths, preparation, options);
  await rm(root, { recursive: true });
  const images = paths.map(() => new Uint8Array(8 * 8 * 3));
  await prepared.read((index) => images[index]);
  const again = paths.map(() => new Uint8Array(8 * 8 * 3));
  await (await prepare(paths, preparation, options)).read((index) => again[index]);
  expect(images).toEqual(again);
  expect(images.every((image) => image.some((byte) => byte > 0))).toBe(true);
});

test.each([
  ['other images', (bytes: Buffer) => bytes.fill(48, 0, 64)],
  ['too little', (bytes: Buffer) => bytes.subarray(0, 100)],
])('a file of the cache that has %s is not trusted', async (_, change) => {
  const { folder, options } = await pets();
  const { train } = await imageFolder(folder, options);
  const root = join(options.cacheFolder!, 'image-folders');
  const file = join(root, (await readdir(root))[0]!);
  await writeFile(file, change(await readFile(file)));
  const decoded: DecodingProgress[] = [];
  const again = await imageFolder(folder, { ...options, onProgress: (now) => decoded.push(now) });
  expect(decoded.at(-1)).toEqual({ done: 6, total: 6 });
  expect(again.train).toEqual(train);
});

test('image files are found by the same rules, without being opened', async () => {
  const { folder } = await pets();
  await put(folder, 'album.jpg/photo.jfif', 'no image');
  await symlink(join(folder, 'test'), join(folder, 'val', 'linked'));
  await symlink(folder, join(folder, 'circle'));
  expect(await imageFilesIn(folder)).toEqual([
    'album.jpg/photo.jfif',
    'test/cat/1.webp',
    'train/cat/1.jpg',
    'train/cat/2.PNG',
    'train/dog/1.webp',
    'train/dog/2.jpg',
    'val/dog/1.png',
    'val/linked/cat/1.webp',
  ]);
  const none = join(folder, 'none');
  await expect(imageFilesIn(none)).rejects.toThrow(`The folder ${none} does not exist or is a file`);
});

test('files at hand give what the folder gives', async () => {
  const { folder, options } = await pets();
  const named = files.map(({ name, bytes }) => ({ name: `pets/${name}`, bytes }));
  const onDisk = await imageFolder(folder, options);
  const atHand = await imageFolderFromFiles(named, { size: 8 });
  expect(atHand.train.x.data).toEqual(onDisk.train.x.data);
  expect(atHand.validation!.y.data).toEqual(onDisk.validation!.y.data);
  expect(atHand.source).toBe('the files passed (split by folders)');
  const broken = [...named, { name: 'pets/train/dog/x.png', bytes: new Uint8Array() }];
  await expect(imageFolderFromFiles(broken, { size: 8 })).rejects.toThrow('train/dog/x.png: it is empty');
  const some = await imageFolderFromFiles(broken, { size: 8, skipBroken: true });
  expect(some.skipped).toEqual([{ path: 'train/dog/x.png', reason: 'it is empty' }]);
});

test('unusable options and folders are refused', async () => {
  const { folder } = await pets();
  await expect(imageFolder(folder, { size: 0 })).rejects.toThrow(
    'imageFolder() got the height 0; expected a whole number of pixels',
  );
  await expect(imageFolder(folder, { size: 8, channels: 2 as never })).rejects.toThrow(ConfigError);
  for (const threads of [0, -1, 1.5, Number.NaN]) {
    await expect(imageFolder(folder, { size: 8, threads })).rejects.toThrow(
      `imageFolder() got ${threads} threads; expected a whole number, 1 or larger.`,
    );
  }
  await expect(imageFolder(folder, { size: 8, testFraction: 1 })).rejects.toThrow(
    'imageFolder() got testFraction 1; expected a number between 0 and 1.',
  );
  await expect(imageFolder(join(folder, 'none'), { size: 8 })).rejects.toThrow(
    `The folder ${join(folder, 'none')} does not exist or is a file; expected a folder with images. Correct the path.`,
  );
});
