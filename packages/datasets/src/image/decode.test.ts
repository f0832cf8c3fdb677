import { ConfigError, DataError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { byPillow, furthest, pictureFile } from '../testing/pictures.js';
import { decodeImage } from './decode.js';

test.each([
  ...['photo.jpg', 'full.jpg', 'progressive.jpg', 'grey.jpg', 'turned.jpg'],
  ...['colour.png', 'grey.png', 'bits.png', 'palette.png', 'deep.png'],
  ...['lossy.webp', 'lossless.webp', 'turned.webp'],
  // With faults that do not touch the picture.
  ...['spare.jpg', 'spare-head.jpg', 'spare-tail.jpg', 'version.jpg', 'transform.jpg', 'spare-tail.png'],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => `turned${orientation}.png`),
])('%s decodes to the bytes that Pillow has', async (name) => {
  const image = await decodeImage(pictureFile(name));
  expect(image.shape).toEqual(byPillow(name).shape);
  expect(furthest(image, byPillow(name))).toBe(0);
});

test.each(['clear.png', 'clear.webp'])('what is transparent in %s lies over white', async (name) => {
  const image = await decodeImage(pictureFile(name));
  expect([...image.data.subarray(0, 3)]).toEqual([255, 255, 255]);
  expect(furthest(image, byPillow(name))).toBeLessThanOrEqual(1);
});

test.each([0x01, 0xd0, 0xd7])(
  'the marker %i, which has no data, may stand in the head of a JPEG',
  async (marker) => {
    const file = [...pictureFile('turned.jpg')].toSpliced(20, 0, 0xff, marker);
    expect(furthest(await decodeImage(Uint8Array.from(file)), byPillow('turned.jpg'))).toBe(0);
  },
);

test('colours become grey by how bright they look, and grey stays what it is', async () => {
  const grey = await decodeImage(pictureFile('colour.png'), { channels: 1 });
  expect(grey.shape).toEqual([18, 26, 1]);
  const red = byPillow('grey.png').data.filter((_, i) => i % 3 === 0);
  expect(Math.max(...red.map((value, i) => Math.abs(value - grey.data[i]!)))).toBeLessThanOrEqual(1);
  const same = await decodeImage(pictureFile('grey.png'), { channels: 1 });
  expect([...same.data]).toEqual([...red]);
});

const half = (name: string): Uint8Array => pictureFile(name).slice(0, pictureFile(name).length / 2);

function withWrongByte(name: string, at: number): Uint8Array {
  const bytes = pictureFile(name);
  bytes[at]! ^= 0x55;
  return bytes;
}

function withSpareBytes(name: string, at: number, value = 0): Uint8Array {
  return Uint8Array.from([...pictureFile(name)].toSpliced(at, 0, ...new Array<number>(8).fill(value)));
}

const damaged = 'it is truncated or damaged, or too large';

test.each([
  ['half a JPEG', half('photo.jpg'), damaged],
  ['half a JPEG of an unknown version', half('version.jpg'), damaged],
  ['half a JPEG with spare bytes in its head', half('spare-head.jpg'), damaged],
  ['a JPEG with wrong pixels', withWrongByte('turned.jpg', 800), damaged],
  ['one with spare bytes in its head, too', withWrongByte('spare-head.jpg', 803), damaged],
  ['one with spare bytes before its end, too', withWrongByte('spare.jpg', 764), damaged],
  ['a JPEG with pixels that are too many', withSpareBytes('photo.jpg', 861, 0x55), damaged],
  ['a JPEG that ends in its head', pictureFile('photo.jpg').slice(0, 300), damaged],
  ['half a PNG', half('colour.png'), 'it is truncated'],
  ['a PNG without its end', pictureFile('colour.png').slice(0, -12), 'it is truncated'],
  ['a changed PNG', withWrongByte('colour.png', 500), 'it is damaged (the checksum of IDAT is wrong)'],
  ['half a WebP', half('lossy.webp'), damaged],
  ['a JPEG for print', pictureFile('cmyk.jpg'), 'its colours are CMYK, which printers use'],
  [
    'one with spare bytes in its head',
    withSpareBytes('cmyk.jpg', 18),
    'its colours are CMYK, which printers use',
  ],
  ['a GIF', new TextEncoder().encode('GIF89a and more'), 'it is a GIF'],
  ['a text', new TextEncoder().encode('hello'), 'it is no image of a known format'],
  ['nothing', new Uint8Array(), 'it is empty'],
])('%s is refused', async (_, bytes, reason) => {
  const attempt = decodeImage(bytes, { name: 'cat.jpg' });
  await expect(attempt).rejects.toThrow(DataError);
  await expect(attempt).rejects.toThrow(
    `cat.jpg cannot be decoded: ${reason}. Expected a whole JPEG, PNG or WebP file in grey or RGB. Save it again as one of these, or leave it out.`,
  );
});

test('what could not be decoded does not hinder what follows', async () => {
  const names = ['photo.jpg', 'colour.png', 'lossy.webp'];
  for (const name of names) await decodeImage(half(name)).catch(() => undefined);
  const broken = names.map((name) => decodeImage(half(name)).catch(() => 'refused'));
  const images = await Promise.all(names.map((name) => decodeImage(pictureFile(name))));
  for (const [i, name] of names.entries()) expect(furthest(images[i]!, byPillow(name))).toBe(0);
  expect(await Promise.all(broken)).toEqual(['refused', 'refused', 'refused']);
});

test('other channels are refused', async () => {
  const attempt = decodeImage(pictureFile('photo.jpg'), { channels: 4 as never });
  await expect(attempt).rejects.toThrow(ConfigError);
  await expect(attempt).rejects.toThrow('decodeImage() got 4 channels; expected 1 (grey) or 3');
});
