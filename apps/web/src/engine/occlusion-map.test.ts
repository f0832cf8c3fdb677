import { synthetic } from '@cnn/datasets';
import { occlusion, Session, simpleCnn } from '@cnn/layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { occlusionMap } from './occlusion-map.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

test('pixels are the brighter, the more covering what is around them lowers the answer', async () => {
  const { test: images } = synthetic({ trainCount: 1, testCount: 2, size: 20 });
  const model = simpleCnn({ inputShape: [20, 20, 3], seed: 2 });
  const map = await occlusionMap(model, images.x.rows(1, 2), session);
  expect(map).toHaveLength(400);
  expect(Math.max(...map)).toBe(255);
  // 20 pixels in steps of 3 are 7 positions, the last of which has 2 pixels.
  const { drops } = await occlusion(model, images.x.rows(1, 2), { patch: 6, stride: 3, session });
  expect(drops.shape).toEqual([7, 7]);
  const most = Math.max(...drops.data);
  for (const [y, x] of [
    [0, 0],
    [4, 8],
    [10, 2],
    [19, 19],
  ] as const) {
    const drop = drops.data[Math.floor(y / 3) * 7 + Math.floor(x / 3)]!;
    expect(map[y * 20 + x]).toBe(Math.round((255 * Math.max(0, drop)) / most));
  }
});
