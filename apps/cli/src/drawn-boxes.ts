import type { LabelledBox } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';

/** Red, green and blue of each class in turn; of Okabe and Ito's colours those that are told apart most easily. */
const palette = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [213, 94, 0],
  [204, 121, 167],
  [0, 114, 178],
] as const;

/** The colour of a class's frames. */
export function boxColour(label: number): readonly [number, number, number] {
  return palette[label % palette.length]!;
}

/** A picture `[height, width, 1 or 3]` in colour, with a frame around each object, in the colour of its class. */
export function drawBoxes(picture: Tensor<'u8'>, objects: readonly LabelledBox[]): Tensor<'u8'> {
  const [height, width, channels] = picture.shape as [number, number, number];
  const data = Uint8Array.from(
    { length: height * width * 3 },
    (_, i) => picture.data[Math.floor(i / 3) * channels + (channels === 3 ? i % 3 : 0)]!,
  );
  const thickness = Math.max(1, Math.round(Math.min(height, width) / 200));
  for (const { left, top, right, bottom, label } of objects) {
    const edges = [left * width, right * width - 1, top * height, bottom * height - 1].map(Math.round);
    const [first, last, upper, lower] = edges as [number, number, number, number];
    const colour = boxColour(label);
    const fill = (fromY: number, toY: number, fromX: number, toX: number): void => {
      for (let y = Math.max(0, fromY); y <= Math.min(height - 1, toY); y++) {
        for (let x = Math.max(0, fromX); x <= Math.min(width - 1, toX); x++) {
          data.set(colour, (y * width + x) * 3);
        }
      }
    };
    const inner = thickness - 1;
    fill(upper, Math.min(upper + inner, lower), first, last);
    fill(Math.max(lower - inner, upper), lower, first, last);
    fill(upper, lower, first, Math.min(first + inner, last));
    fill(upper, lower, Math.max(last - inner, first), last);
  }
  return new Tensor('u8', [height, width, 3], data);
}
