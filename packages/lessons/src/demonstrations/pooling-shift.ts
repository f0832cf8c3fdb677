import { averagePooling2d, inputLayer, maxPooling2d, model, type Session } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { relativeChange } from '../relative-change.js';
import { type GreyImage, movedRight } from './grey-image.js';

/** Ways to pool, and none. */
export const poolings = ['none', 'max', 'average'] as const;

export type Pooling = (typeof poolings)[number];

/** What a pooling makes of a picture that has moved. */
export interface PooledShift {
  readonly output: GreyImage;
  /** ‖after − before‖ / ‖before‖, of the outputs for the picture as it was and moved. */
  readonly change: number;
}

/** Pools a picture before and after it moves to the right, round the edge, by whole pixels. */
export type PoolingShift = (
  image: GreyImage,
  shift: number,
  session: Session,
) => Promise<Readonly<Record<Pooling, PooledShift>>>;

/**
 * Builds the poolings once, for pictures of one size that may be moved often.
 * @param shape of the pictures, height and width
 * @param size side of the windows, which lie side by side
 */
export function poolingShift(shape: Pick<GreyImage, 'height' | 'width'>, size: number): PoolingShift {
  const inputs = inputLayer({ shape: [shape.height, shape.width, 1] });
  const outputs = [maxPooling2d, averagePooling2d].map((pooling) =>
    pooling({ poolSize: size }).apply(inputs),
  );
  const pooled = model({ inputs, outputs });
  return async (image, shift, session) => {
    const pictures = asBatch([image, movedRight(image, shift)]);
    const [max, average] = await pooled.predict(pictures, { session });
    return { none: seen(pictures), max: seen(max!), average: seen(average!) };
  };
}

/** A picture before and after it has moved, `[2, height, width, 1]`. */
function seen(pictures: Tensor<'f32'>): PooledShift {
  const [before, after] = [pictures.rows(0, 1), pictures.rows(1, 2)];
  const [, height, width] = after.shape as unknown as [number, number, number];
  return { output: { height, width, pixels: [...after.data] }, change: relativeChange(before, after) };
}

function asBatch(images: readonly GreyImage[]): Tensor<'f32'> {
  const { height, width } = images[0]!;
  const pixels = Float32Array.from(images.flatMap((image) => image.pixels));
  return new Tensor('f32', [images.length, height, width, 1], pixels);
}
