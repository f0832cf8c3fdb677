import { type ImageSize, resizeImage } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';

/** Where a data set has put what its images show. */
export interface Layout {
  /** Of the image's side, what the longer side of the ink takes. */
  readonly share: number;
  /** What lies in the middle of the image: the ink's centre of mass, or that of the rectangle around it. */
  readonly centre: 'mass' | 'box';
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Of the strongest ink, what is no grain of the paper. */
const inkShare = 0.2;

/** Differences of grey below this are no ink at all. */
const faintest = 24;

/**
 * An image of ink on some ground, white on black and in the place that a data set gives it. MNIST has its digits 20
 * pixels high or wide, their centre of mass in the middle of 28 × 28.
 * LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998.
 * @param image grey, `[height, width, 1]`, dark on light or light on dark
 * @returns `[height, width, 1]` of the size; black where there is no ink
 */
export function layOut(image: Tensor<'u8'>, size: ImageSize, { share, centre }: Layout): Tensor<'u8'> {
  const ink = inkOf(image);
  const box = boxOf(ink);
  const page = new Tensor('u8', [size.height, size.width, 1], new Uint8Array(size.height * size.width));
  if (!box) return page;
  const scale = Math.min((size.height * share) / box.height, (size.width * share) / box.width);
  const cut = resizeImage(
    cropped(ink, box),
    {
      height: Math.max(1, Math.round(box.height * scale)),
      width: Math.max(1, Math.round(box.width * scale)),
    },
    'squash',
  );
  const [height, width] = cut.shape as [number, number, 1];
  const middle = centre === 'mass' ? massOf(cut) : { y: height / 2, x: width / 2 };
  paste(page, cut, Math.round(size.height / 2 - middle.y), Math.round(size.width / 2 - middle.x));
  return page;
}

/** How far each pixel is from the ground, 255 for the farthest; the ground is what most of the border is. */
function inkOf({ shape, data }: Tensor<'u8'>): Tensor<'u8'> {
  const [height, width] = shape as [number, number, 1];
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    const inner = y > 0 && y < height - 1;
    for (let x = 0; x < width; x += inner ? Math.max(1, width - 1) : 1) border.push(data[y * width + x]!);
  }
  const ground = border.sort((a, b) => a - b)[border.length >> 1]!;
  const away = Float32Array.from(data, (value) =>
    Math.max(0, ground > 127 ? ground - value : value - ground),
  );
  const most = away.reduce((largest, each) => Math.max(largest, each), 0);
  const factor = most >= faintest ? 255 / most : 0;
  return new Tensor(
    'u8',
    shape,
    Uint8Array.from(away, (each) => Math.round(each * factor)),
  );
}

/** The smallest rectangle around the ink. */
function boxOf({ shape, data }: Tensor<'u8'>): Box | undefined {
  const [, width] = shape as [number, number, 1];
  let [top, left, bottom, right] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  data.forEach((value, pixel) => {
    if (value <= 255 * inkShare) return;
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    [top, left] = [Math.min(top, y), Math.min(left, x)];
    [bottom, right] = [Math.max(bottom, y), Math.max(right, x)];
  });
  if (bottom < 0) return undefined;
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}

function cropped({ shape, data }: Tensor<'u8'>, { top, left, height, width }: Box): Tensor<'u8'> {
  const [, columns] = shape as [number, number, 1];
  const bytes = new Uint8Array(height * width);
  for (let y = 0; y < height; y++) {
    const begin = (top + y) * columns + left;
    bytes.set(data.subarray(begin, begin + width), y * width);
  }
  return new Tensor('u8', [height, width, 1], bytes);
}

/** The centre of mass, in pixels from the corner. */
function massOf({ shape, data }: Tensor<'u8'>): { y: number; x: number } {
  const [, width] = shape as [number, number, 1];
  let [mass, y, x] = [0, 0, 0];
  data.forEach((value, pixel) => {
    mass += value;
    y += value * (Math.floor(pixel / width) + 0.5);
    x += value * ((pixel % width) + 0.5);
  });
  return { y: y / mass, x: x / mass };
}

/** Lays an image on a page; what lies beyond its edges is lost. */
function paste(page: Tensor<'u8'>, cut: Tensor<'u8'>, top: number, left: number): void {
  const [rows, columns] = page.shape as [number, number, 1];
  const [height, width] = cut.shape as [number, number, 1];
  for (let y = Math.max(0, -top); y < Math.min(height, rows - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(width, columns - left); x++) {
      page.data[(top + y) * columns + left + x] = cut.data[y * width + x]!;
    }
  }
}
