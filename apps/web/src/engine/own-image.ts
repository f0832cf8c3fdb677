import { decodeImage, imageOfRgba, type ResizeMode, resizeImage, resizeModes } from '@cnn/datasets';
import { classifierNotes, type Model } from '@cnn/layers';
import { ConfigError, DataError, formatShape, type Tensor } from '@cnn/tensor';
import type { DataName } from '../tasks/tasks.js';
import { type Layout, layOut } from './ink-layout.js';
import type { Picture } from './protocol/look.js';
import type { TaskWork } from './tasks/task-work.js';
import { about } from './trouble.js';

/** Data sets whose images are ink on black that was cut out and put in the middle. */
const layouts: Partial<Record<DataName, Layout>> = {
  mnist: { share: 20 / 28, centre: 'mass' },
  'fashion-mnist': { share: 1, centre: 'box' },
};

/**
 * A picture of a person's own as a model takes it, `[1, height, width, channels]`, prepared as the images were that the
 * model learned from: in size and channels, for MNIST and Fashion-MNIST also white on black and in the middle.
 * @throws DataError when it cannot be decoded; ConfigError when the model takes no images
 */
export async function ownImage(
  picture: Picture,
  model: Model,
  { data, resize }: { readonly data: DataName; readonly resize: TaskWork['resize'] },
): Promise<Tensor<'u8'>> {
  const [height, width, channels] = imageShapeOf(model);
  const image = await decoded(picture, channels);
  const layout = layouts[data];
  const size = { height, width };
  const made =
    layout && channels === 1
      ? layOut(image, size, layout)
      : resizeImage(image, size, resize(notedResize(model)));
  return made.reshape([1, height, width, channels]);
}

/** `[height, width, channels]` of the images that a model takes. @throws ConfigError when it takes none */
export function imageShapeOf({ inputShape, name }: Model): readonly [number, number, 1 | 3] {
  const [, height, width, channels] = inputShape;
  if (height && width && (channels === 1 || channels === 3)) return [height, width, channels];
  throw new ConfigError(
    `The model '${name}' takes ${formatShape(inputShape)}; expected images, [null, height, width, 1 or 3]. Choose another run.`,
  );
}

/** How its images of other proportions were, where training noted it. */
function notedResize(model: Model): ResizeMode | undefined {
  const { imageResize } = classifierNotes(model);
  return resizeModes.find((mode) => mode === imageResize);
}

async function decoded(picture: Picture, channels: 1 | 3): Promise<Tensor<'u8'>> {
  if (!(picture instanceof Blob)) {
    const { width, height, data: rgba } = picture;
    return imageOfRgba({ width, height, rgba }, channels);
  }
  try {
    return await decodeImage(new Uint8Array(await picture.arrayBuffer()), { channels });
  } catch (error) {
    throw new DataError((error as Error).message, about({ kind: 'picture-broken' }, error));
  }
}
