import { lenet5, simpleCnn } from '@cnn/layers';
import { randomStream, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { layOut } from './ink-layout.js';
import { ownImage } from './own-image.js';
import { classification } from './tasks/classification.js';

const { resize } = classification;
const mnist = { share: 20 / 28, centre: 'mass' } as const;

/** A bar with a foot, in one grey on another, as on a pad. */
function drawn(side: number, ground: number, ink: number): ImageData {
  const data = new Uint8ClampedArray(side * side * 4).fill(ground);
  for (let y = side * 0.2; y < side * 0.5; y++) {
    for (let x = side * 0.1; x < side * (y < side * 0.4 ? 0.15 : 0.25); x++) {
      data.fill(
        ink,
        4 * (Math.floor(y) * side + Math.floor(x)),
        4 * (Math.floor(y) * side + Math.floor(x)) + 3,
      );
    }
  }
  for (let opacity = 3; opacity < data.length; opacity += 4) data[opacity] = 255;
  return { data, width: side, height: side, colorSpace: 'srgb' } as ImageData;
}

/** The ink's rectangle and its centre of mass. */
function layoutOf({ data }: Tensor<'u8'>, side: number) {
  const cells = [...data.keys()].filter((cell) => data[cell]! > 60);
  const [rows, columns] = [cells.map((cell) => Math.floor(cell / side)), cells.map((cell) => cell % side)];
  const mass = data.reduce((sum, value) => sum + value, 0);
  const centre = (along: (cell: number) => number): number =>
    data.reduce((sum, value, cell) => sum + value * (along(cell) + 0.5), 0) / mass;
  return {
    height: Math.max(...rows) - Math.min(...rows) + 1,
    width: Math.max(...columns) - Math.min(...columns) + 1,
    y: centre((cell) => Math.floor(cell / side)),
    x: centre((cell) => cell % side),
  };
}

test('for MNIST a drawing is 20 pixels high, its centre of mass in the middle, white on black whatever it was', async () => {
  const model = lenet5({ inputShape: [28, 28, 1] });
  const [chalk, pencil] = await Promise.all(
    [drawn(280, 0, 255), drawn(280, 230, 40)].map((picture) =>
      ownImage(picture, model, { data: 'mnist', resize }),
    ),
  );
  expect(chalk!.shape).toEqual([1, 28, 28, 1]);
  const { height, width, y, x } = layoutOf(chalk!, 28);
  expect([height, width]).toEqual([20, 10]);
  expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5);
  expect(Math.max(...chalk!.data)).toBe(255);
  expect([...pencil!.data]).toEqual([...chalk!.data]);
});

test('an image as MNIST has it stays as it is', () => {
  const random = randomStream(3, 'digit');
  const digit = new Uint8Array(784);
  for (let y = 4; y < 24; y++) for (let x = 8; x < 20; x++) digit[y * 28 + x] = 60 + random.integer(190);
  digit[4 * 28 + 9] = 255;
  const image = new Tensor('u8', [28, 28, 1], digit);
  expect([...layOut(image, { height: 28, width: 28 }, mnist).data]).toEqual([...digit]);
});

test('a blank page stays black, and an ink of one pixel is no error', () => {
  const size = { height: 28, width: 28 };
  const page = (at: number[]) => {
    const data = new Uint8Array(900).fill(200);
    for (const cell of at) data[cell] = 0;
    return new Tensor('u8', [30, 30, 1], data);
  };
  expect(Math.max(...layOut(page([]), size, mnist).data)).toBe(0);
  expect(layoutOf(layOut(page([31]), size, mnist), 28)).toMatchObject({ height: 20, width: 20 });
});

test('in colour a drawing is scaled and nothing else; in grey it is as bright as its colours look', async () => {
  const picture = drawn(64, 0, 255);
  picture.data.set([255, 0, 0], 0);
  const model = simpleCnn({ inputShape: [64, 64, 3] });
  const colour = await ownImage(picture, model, { data: 'cifar10', resize });
  expect(colour.shape).toEqual([1, 64, 64, 3]);
  const expected = [...picture.data].filter((_, i) => i % 4 !== 3);
  expect([...colour.data]).toEqual(expected);
  const grey = await ownImage(picture, simpleCnn({ inputShape: [64, 64, 1] }), { data: 'images', resize });
  expect([grey.data[0], grey.data[20 * 64 + 8]]).toEqual([76, 255]);
});

test('a file that is no picture is refused, for people', async () => {
  const model = simpleCnn({ inputShape: [32, 32, 3] });
  await expect(ownImage(new Blob(['hello']), model, { data: 'images', resize })).rejects.toMatchObject({
    name: 'DataError',
    about: { kind: 'picture-broken' },
  });
});
