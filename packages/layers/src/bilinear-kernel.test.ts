import { randomStream, Session, Tensor } from '@cnn/tensor';
import { afterAll, expect, it } from 'vitest';
import { bilinearKernel } from './bilinear-kernel.js';
import { conv2dTranspose } from './layers/conv2d-transpose.js';
import { dense } from './layers/dense.js';
import { upSampling2d } from './layers/up-sampling2d.js';
import { sequential } from './sequential.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

it('is a tent for each channel, and nothing between channels', () => {
  const tent = [0.25, 0.75, 0.75, 0.25];
  const kernel = bilinearKernel([4, 4, 2, 2]);
  const expected = tent.flatMap((y) => tent.flatMap((x) => [y * x, 0, 0, y * x]));
  expect([...kernel]).toEqual(expected);
  expect([...bilinearKernel([3, 3, 1, 1])]).toEqual([0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.25]);
});

it.each([2, 3, 4])('enlarges %i times as bilinear upsampling does, away from the border', async (size) => {
  const [height, width, channels] = [5, 6, 3];
  const transposed = conv2dTranspose({
    filters: channels,
    kernelSize: 2 * size - (size % 2),
    strides: size,
    padding: 'same',
    useBias: false,
    kernelInitializer: 'bilinear',
    inputShape: [height, width, channels],
  });
  const upsampled = upSampling2d({ size, interpolation: 'bilinear', inputShape: [height, width, channels] });
  const random = randomStream(1, 'image');
  const image = new Tensor(
    'f32',
    [1, height, width, channels],
    Float32Array.from({ length: 90 }, () => random.uniform()),
  );
  const [a, b] = await Promise.all(
    [transposed, upsampled].map((layer) => sequential([layer]).predict(image, { session })),
  );
  expect(a!.shape).toEqual(b!.shape);
  const row = width * size * channels;
  let compared = 0;
  for (const [index, value] of a!.data.entries()) {
    const [y, x] = [Math.floor(index / row), Math.floor((index % row) / channels)];
    const inner = (at: number, cells: number): boolean => at >= size && at < (cells - 1) * size;
    if (!inner(y, height) || !inner(x, width)) continue;
    expect(value).toBeCloseTo(b!.data[index]!, 5);
    compared++;
  }
  expect(compared).toBe((height - 2) * (width - 2) * size * size * channels);
});

it('is for transposed convolutions with as many filters as channels', () => {
  const layer = conv2dTranspose({
    filters: 2,
    kernelSize: 4,
    kernelInitializer: 'bilinear',
    inputShape: [5, 6, 3],
  });
  expect(() => sequential([layer])).toThrow(
    "The kernel of conv2d_transpose (Conv2DTranspose) is to start as 'bilinear' and has the shape [4, 4, 2, 3]; only",
  );
  expect(() => sequential([dense({ units: 5, biasInitializer: 'bilinear', inputShape: [5] })])).toThrow(
    "The bias of dense (Dense) is to start as 'bilinear' and has the shape [5]",
  );
});
