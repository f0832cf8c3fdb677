import { averagePooling2d, maxPooling2d, type Session, sequential } from '@cnn/layers';
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

/**
 * Pools a picture before and after it moves to the right, round the edge, by whole pixels.
 * @param size side of the windows, which lie side by side
 */
export async function poolingShift(
  image: GreyImage,
  shift: number,
  size: number,
  session: Session,
): Promise<Readonly<Record<Pooling, PooledShift>>> {
  const [before, after] = [tensorOf(image), tensorOf(movedRight(image, shift))];
  const inputShape = [image.height, image.width, 1] as const;
  const compared = async (layer: ReturnType<typeof maxPooling2d>): Promise<PooledShift> => {
    const model = sequential([layer]);
    return seen(await model.predict(before, { session }), await model.predict(after, { session }));
  };
  return {
    none: seen(before, after),
    max: await compared(maxPooling2d({ poolSize: size, inputShape })),
    average: await compared(averagePooling2d({ poolSize: size, inputShape })),
  };
}

function seen(before: Tensor<'f32'>, after: Tensor<'f32'>): PooledShift {
  const [, height, width] = after.shape as unknown as [number, number, number];
  return { output: { height, width, pixels: [...after.data] }, change: relativeChange(before, after) };
}

function tensorOf({ height, width, pixels }: GreyImage): Tensor<'f32'> {
  return new Tensor('f32', [1, height, width, 1], Float32Array.from(pixels));
}
