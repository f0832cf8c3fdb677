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
import type { Transform } from './transforms.js';

/** What a short name stands for. */
export interface NamedTransform {
  /** What the number behind the name is, where one can be given. */
  readonly value?: string;
  /** @throws ConfigError for a number outside its range */
  readonly make: (value?: number) => Transform;
}

/** Transforms by short names, which may be followed by a number: `flip`, `crop:4`. */
export const namedTransforms: Readonly<Record<string, NamedTransform>> = {
  flip: { make: () => randomFlip() },
  crop: { value: 'pixels', make: (padding = 4) => randomCrop({ padding }) },
  'mirror-crop': {
    value: 'pixels',
    make: (padding = 4) => randomCrop({ padding, fillMode: 'reflect' }),
  },
  translate: {
    value: 'share',
    make: (share = 0.1) => randomTranslation({ heightFactor: share, widthFactor: share }),
  },
  rotate: { value: 'degrees', make: (degrees = 15) => randomRotation({ factor: degrees / 360 }) },
  zoom: { value: 'share', make: (share = 0.1) => randomZoom({ heightFactor: share }) },
  light: { value: 'share', make: (share = 0.2) => colorJitter({ brightness: share, contrast: share }) },
  color: {
    value: 'share',
    make: (share = 0.2) =>
      colorJitter({ brightness: share, contrast: share, saturation: share, hue: Math.min(share / 4, 0.5) }),
  },
  cutout: { value: 'pixels', make: (size = 16) => cutout({ size }) },
  mixup: { value: 'alpha', make: (alpha = 0.2) => mixup({ alpha }) },
  cutmix: { value: 'alpha', make: (alpha = 1) => cutmix({ alpha }) },
  mosaic: { value: 'share', make: (probability = 1) => mosaic({ probability }) },
};

/**
 * The transform that a text stands for, `crop:4`; undefined when it stands for none.
 * @throws ConfigError for a number outside its range
 */
export function transformNamed(text: string): Transform | undefined {
  const [, name, value] = /^\s*([a-z-]+)(?::(\d+\.?\d*|\.\d+))?\s*$/.exec(text) ?? [];
  const entry =
    name !== undefined && Object.hasOwn(namedTransforms, name) ? namedTransforms[name] : undefined;
  if (!entry || (value !== undefined && !entry.value)) return undefined;
  return entry.make(value === undefined ? undefined : Number(value));
}
