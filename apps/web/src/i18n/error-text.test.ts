import { imageFolderFromFiles, mnistFromFiles } from '@cnn/datasets';
import { conv2d, flatten, sequential } from '@cnn/layers';
import { expect, test } from 'vitest';
import { errorText } from './error-text.js';

const caught = async (action: () => unknown): Promise<unknown> => {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing went wrong.');
};

const bytes = Uint8Array.of(1, 2, 3);

test.each([
  ['a missing file', () => mnistFromFiles([]), 'train-images-idx3-ubyte.gz', '見つかりません'],
  [
    'a damaged file',
    () => mnistFromFiles([{ name: 'train-images-idx3-ubyte.gz', bytes }]),
    'train-images-idx3-ubyte.gz',
    '壊れている',
  ],
  [
    'a single class',
    () => imageFolderFromFiles([{ name: 'cat/1.png', bytes }], { size: 8 }),
    'folder',
    '2 つ以上のフォルダー',
  ],
  [
    'broken pictures',
    () =>
      imageFolderFromFiles(
        ['a/1.png', 'b/2.png'].map((name) => ({ name, bytes })),
        { size: 8 },
      ),
    'a/1.png',
    '2 枚の画像を読めません',
  ],
  [
    'layers that do not fit',
    () => sequential([flatten({ inputShape: [4, 4, 1] }), conv2d({ filters: 1, kernelSize: 3 })]),
    'conv2d',
    '前の層の出力 [16]',
  ],
])('%s is told in both languages', async (_, action, en, ja) => {
  const error = await caught(action);
  expect(errorText(error).en).toContain(en);
  expect(errorText(error).ja).toContain(ja);
});

test('what nobody has words for is told as it came, and in Japanese announced as English', () => {
  const text = errorText(new Error('It rained. Expected sun. Wait.'));
  expect(text).toEqual({
    en: 'It rained. Expected sun. Wait.',
    ja: 'うまくいきませんでした。理由（英語）: It rained. Expected sun. Wait.',
  });
});
