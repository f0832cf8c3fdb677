import { expect, test } from 'vitest';
import { noise, transformed } from '../testing/image-batches.js';
import { colorJitter } from './color-jitter.js';
import { cutmix } from './cutmix.js';
import { cutout } from './cutout.js';
import { mixup } from './mixup.js';
import { mosaic } from './mosaic.js';
import { randomCrop } from './random-crop.js';
import { randomFlip } from './random-flip.js';
import { randomRotation } from './random-rotation.js';
import { randomTranslation } from './random-translation.js';
import { randomZoom } from './random-zoom.js';
import { mixesLabels, type Transform, transformNames } from './transforms.js';

const all: readonly Transform[] = [
  randomFlip(),
  randomCrop(),
  randomTranslation({ heightFactor: 0.2, widthFactor: 0.2 }),
  randomRotation({ factor: 0.1 }),
  randomZoom({ heightFactor: 0.2 }),
  colorJitter({ brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 }),
  cutout({ size: 4 }),
  mixup({ alpha: 1 }),
  cutmix(),
  mosaic(),
];

test('all transforms are tested here', () => {
  expect(all.map(({ name }) => name)).toEqual(transformNames);
});

test.each(all)('$name', (transform) => {
  for (const dtype of ['u8', 'f32'] as const) {
    const x = noise([24, 10, 9, 3], dtype);
    const y = () => ({ y: new Float32Array(24 * 5).fill(0.2) });
    const once = transformed(x, [transform], y());
    // The configuration is plain data, which a worker is told.
    const told = JSON.parse(JSON.stringify(transform)) as Transform;
    expect(transformed(x, [told], y())).toEqual(once);
    expect(once).not.toEqual(x);
    expect(transformed(x, [transform], { ...y(), seed: 1 })).not.toEqual(once);
    expect(transformed(x, [transform], { ...y(), epoch: 1 })).not.toEqual(once);
    const most = dtype === 'u8' ? 255 : 1;
    expect(once.data.every((value) => value >= 0 && value <= most)).toBe(true);
    if (mixesLabels(transform.name) || transform.name === 'mosaic') continue;
    const samples = Uint32Array.from({ length: 6 }, (_, i) => 18 + i);
    const some = transformed(x.rows(18, 24), [transform], { samples, batch: 3 });
    expect(some).toEqual(once.rows(18, 24));
  }
});
