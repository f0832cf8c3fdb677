import { Tensor, windowOutput } from '@cnn/tensor';
import { compute } from '../compute.js';
import type { Model } from '../model.js';
import { expectKnownOptions, pairOf, wholePositive } from '../options.js';
import { Pause } from '../pause.js';
import { type ClassOptions, type ClassOutput, classOutput } from './class-output.js';
import { oneImage } from './one-image.js';

export interface OcclusionOptions extends ClassOptions {
  /** Rows and columns of what is covered: one number for both, or `[height, width]`. */
  readonly patch: number | readonly [number, number];
  /** Pixels from one position to the next: one number, or `[vertical, horizontal]`. Default: the patch. */
  readonly stride?: number | readonly [number, number];
  /** Images computed together. Default 32. */
  readonly batchSize?: number;
}

/** What covering parts of an image does to a class. */
export interface Occlusion extends ClassOutput {
  /** What the model gives for the class with the patch at each position, `[rows, columns]`. */
  readonly probabilities: Tensor<'f32'>;
  /** How much less that is than for the whole image: the larger, the more the class depends on what was covered. */
  readonly drops: Tensor<'f32'>;
}

/**
 * Covers one part of an image after another and records what the model then thinks of a class. The patch has the
 * mean colour of the image. Its positions cover the image evenly, ⌈height / stride⌉ rows and ⌈width / stride⌉ columns
 * of them; where they would reach beyond the border, they are cut off.
 * Zeiler and Fergus, "Visualizing and understanding convolutional networks", ECCV 2014.
 *
 * Costs a prediction for each position and one more; other work of the event loop has its turn in between. Weights that
 * are set meanwhile count from the next batch on.
 * @param image one image, `[height, width, channels]` or with a batch axis of 1; bytes or floats, as `predict` takes it
 * @throws ConfigError for unusable options, or when the model does not classify images; ShapeError for what is
 * not one image
 * @example const { drops } = await occlusion(model, image, { patch: 8, stride: 4 });
 */
export async function occlusion(model: Model, image: Tensor, options: OcclusionOptions): Promise<Occlusion> {
  expectKnownOptions('occlusion', options, ['patch', 'stride', 'classIndex', 'batchSize', 'session']);
  const patch = pairOf('The patch of occlusion', options.patch);
  const stride = pairOf('The stride of occlusion', options.stride ?? patch);
  const batchSize = wholePositive('The batchSize of occlusion', options.batchSize ?? 32);
  const x = oneImage(model, image);
  const output = await classOutput('occlusion', model, x, options);
  const [, height, width] = x.shape as [number, number, number, number];
  const rows = spans(height, patch[0], stride[0]);
  const columns = spans(width, patch[1], stride[1]);
  const windows = rows.flatMap((row) => columns.map((column) => ({ row, column })));
  const colour = meanColour(x);
  const { session } = options;
  const pause = new Pause();
  const found: number[] = [];
  for (let begin = 0; begin < windows.length; begin += batchSize) {
    await pause.due();
    const covered = cover(x, windows.slice(begin, begin + batchSize), colour);
    const [scores] = await compute(model, [covered], model.graph.outputs, { batchSize, session });
    const { data, shape } = scores!;
    for (let i = output.classIndex; i < data.length; i += shape[1]!) found.push(data[i]!);
  }
  const map = (numbers: readonly number[]): Tensor<'f32'> =>
    new Tensor('f32', [rows.length, columns.length], Float32Array.from(numbers));
  return {
    ...output,
    probabilities: map(found),
    drops: map(found.map((each) => output.probability - each)),
  };
}

/** Cells of an axis, the end exclusive. */
interface Span {
  readonly begin: number;
  readonly end: number;
}

function spans(length: number, size: number, stride: number): Span[] {
  const { size: count, before } = windowOutput(length, size, stride, 'same');
  return Array.from({ length: count }, (_, i) => {
    const begin = i * stride - before;
    return { begin: Math.max(0, begin), end: Math.min(length, begin + size) };
  });
}

/** The mean of each channel. */
function meanColour({ data, shape, dtype }: Tensor<'f32' | 'u8'>): readonly number[] {
  const channels = shape[3]!;
  const sums = new Array<number>(channels).fill(0);
  for (let i = 0; i < data.length; i++) sums[i % channels]! += data[i]!;
  const means = sums.map((sum) => (sum * channels) / data.length);
  return dtype === 'u8' ? means.map(Math.round) : means;
}

/** A copy of an image for each window, which has the colour there. */
function cover(
  image: Tensor<'f32' | 'u8'>,
  windows: readonly { row: Span; column: Span }[],
  colour: readonly number[],
): Tensor<'f32' | 'u8'> {
  const [, height, width, channels] = image.shape as [number, number, number, number];
  const size = image.data.length;
  const data =
    image.dtype === 'u8' ? new Uint8Array(windows.length * size) : new Float32Array(windows.length * size);
  windows.forEach(({ row, column }, i) => {
    data.set(image.data, i * size);
    for (let y = row.begin; y < row.end; y++) {
      for (let at = column.begin; at < column.end; at++)
        data.set(colour, i * size + (y * width + at) * channels);
    }
  });
  return new Tensor(image.dtype, [windows.length, height, width, channels], data as Float32Array);
}
