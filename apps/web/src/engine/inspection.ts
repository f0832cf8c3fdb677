import { featureMaps, filters, type Model, type Session } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';
import { byteOf, bytesUpTo, largest } from './byte-pictures.js';
import type { ImageReport, LayerPictures, PictureSheet } from './protocol/look.js';
import type { Images, TaskWork } from './tasks/task-work.js';

/** More channels of a layer than these would not be looked at. */
const mostChannels = 64;

/** An image, `[1, height, width, channels]`, and the same as data where it is of some. */
export interface LabelledImage {
  readonly image: Tensor<'u8'>;
  readonly truth?: Images | undefined;
}

/** What a model makes of an image, and what goes on in its layers meanwhile. */
export async function inspect(
  task: TaskWork,
  model: Model,
  { image, truth }: LabelledImage,
  session: Session,
): Promise<ImageReport> {
  const maps = await featureMaps(model, image, { session });
  return {
    pixels: image.data,
    answer: await task.answer({ model, image, output: maps.at(-1)!.output, truth, session }),
    layers: maps.map(({ layer, output }) => picturesOf(layer.name, layer.className, output)),
    filters: firstFilters(model),
  };
}

/** Channels of feature maps side by side; of other outputs, all numbers as one row. */
function picturesOf(name: string, className: string, { shape, data }: Tensor<'f32'>): LayerPictures {
  const most = largest(data);
  const [, ...item] = shape;
  const [height, width, channels] =
    item.length === 3 ? (item as [number, number, number]) : [1, data.length, 1];
  const count = Math.min(channels, mostChannels);
  const pixels = new Uint8Array(count * height * width);
  for (let channel = 0; channel < count; channel++) {
    for (let cell = 0; cell < height * width; cell++) {
      pixels[channel * height * width + cell] = byteOf(data[cell * channels + channel]!, most);
    }
  }
  return { name, className, outputShape: item, sheet: { count, height, width, channels: 1, pixels } };
}

/** Those that see the image itself: in colour where it is. */
function firstFilters(model: Model): PictureSheet | undefined {
  const first = model.layers.find(({ className }) => className === 'Conv2D');
  if (!first) return undefined;
  const { shape, data } = filters(first);
  const [count, height, width, channels] = shape as [number, number, number, number];
  if (channels !== 1 && channels !== 3) return undefined;
  return { count, height, width, channels, pixels: bytesUpTo(data, 1) };
}
