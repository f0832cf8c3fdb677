import { DataError } from '@cnn/tensor';
import { wholeAddress } from './address.js';
import { brokenDownload } from './broken-download.js';
import { about } from './trouble.js';

/** What an image may be given as: an address, a file, pixels, or an element that shows some. */
export type ImageSource =
  | string
  | Blob
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | HTMLVideoElement
  | OffscreenCanvas;

/** An image as a file. Pixels become a PNG, which loses none of them. @throws DataError when there is nothing to see */
export async function fileOf(image: ImageSource): Promise<Blob> {
  if (image instanceof Blob) return image;
  if (typeof image === 'string') return download(wholeAddress(image, 'cat.jpg'));
  if (image instanceof HTMLImageElement) await image.decode().catch(() => {});
  const { width, height } = sizeOf(image);
  if (!(width > 0 && height > 0)) {
    throw new DataError(
      `The image has ${width} × ${height} pixels; expected at least one. Pass it when it has loaded.`,
      about({ kind: 'image-empty', width, height }),
    );
  }
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  if (image instanceof ImageData) context.putImageData(image, 0, 0);
  else context.drawImage(image, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/png' }).catch((cause: Error) => {
    throw new DataError(
      `The pixels of the image cannot be read (${cause.message}); it comes from another origin. Load it with the attribute crossorigin, from a server that allows this page.`,
      about({ kind: 'image-foreign' }, cause),
    );
  });
}

function sizeOf(image: Exclude<ImageSource, string | Blob>): { width: number; height: number } {
  if (image instanceof HTMLImageElement) return { width: image.naturalWidth, height: image.naturalHeight };
  if (image instanceof HTMLVideoElement) return { width: image.videoWidth, height: image.videoHeight };
  return image;
}

async function download(address: string): Promise<Blob> {
  const response = await fetch(address).catch((cause: Error) => {
    throw new DataError(
      `The image ${address} could not be reached (${cause.message}); expected a JPEG, PNG or WebP file. Check the address and, for another origin, that its server allows this page (CORS).`,
      about({ kind: 'image-closed', address }, cause),
    );
  });
  if (!response.ok) {
    throw new DataError(
      `The server answered ${response.status} for the image ${address}; expected a JPEG, PNG or WebP file. Check the address.`,
      about({ kind: 'image-refused', address, status: response.status }),
    );
  }
  return response.blob().catch((cause: unknown) => {
    throw brokenDownload(address, cause);
  });
}
