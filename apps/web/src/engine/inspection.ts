import { featureMaps, filters, gradCam, type Model, type Session, saliency } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';
import type { ImageReport, LayerPictures, PictureSheet } from './protocol/look.js';

/** More channels of a layer than these would not be looked at. */
const mostChannels = 64;

/** An image, `[1, height, width, channels]`, and the class that it is of, where that is known. */
export interface LabelledImage {
  readonly image: Tensor<'u8'>;
  readonly label?: number | undefined;
}

/** What a model makes of an image, and what goes on in its layers meanwhile. */
export async function inspect(
  model: Model,
  { image, label }: LabelledImage,
  session: Session,
): Promise<ImageReport> {
  const maps = await featureMaps(model, image, { session });
  const probabilities = maps.at(-1)!.output.data;
  const cam = hasConvolution(model) ? await gradCam(model, image, { session }) : undefined;
  const slopes = await saliency(model, image, { session });
  return {
    pixels: image.data,
    label,
    probabilities: [...probabilities],
    cam: cam && bytesUpTo(cam.heatmap.data, 1),
    saliency: bytesUpTo(slopes.map.data, largest(slopes.map.data)),
    layers: maps.map(({ layer, output }) => picturesOf(layer.name, layer.className, output)),
    filters: firstFilters(model),
  };
}

function hasConvolution(model: Model): boolean {
  return model.layers.some(({ className }) => /Conv2D/.test(className));
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

function largest(data: Float32Array): number {
  return data.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
}

function bytesUpTo(data: Float32Array, most: number): Uint8Array {
  return Uint8Array.from(data, (value) => byteOf(value, most));
}

/** The size of a number, as a share of the largest. */
function byteOf(value: number, most: number): number {
  return most > 0 ? Math.round((255 * Math.abs(value)) / most) : 0;
}
