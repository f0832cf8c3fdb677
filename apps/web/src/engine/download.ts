import { DataUnavailableError, type NamedFile } from '@cnn/datasets';
import type { LoadProgress } from './protocol/data.js';
import { about } from './trouble.js';

/**
 * Fetches files that lie below an address which a person named.
 * @param onProgress told the bytes so far, and how many there will be where servers say so
 * @throws DataUnavailableError when one cannot be had
 */
export async function download(
  address: string,
  names: readonly string[],
  onProgress: (progress: LoadProgress) => void,
): Promise<NamedFile[]> {
  const ending = new AbortController();
  const urls = names.map((name) => urlOf(address, name));
  try {
    const responses = await Promise.all(urls.map((url) => request(url, ending.signal)));
    const sizes = responses.map(({ headers }) => Number(headers.get('Content-Length')));
    const total = sizes.every((size) => size > 0) ? sizes.reduce((a, b) => a + b) : undefined;
    let done = 0;
    const count = (bytes: number): void => {
      done += bytes;
      onProgress({ done, total });
    };
    const contents = await Promise.all(urls.map((url, i) => bytesOf(url, responses[i]!, count)));
    return contents.map((bytes, i) => ({ name: names[i]!, bytes }));
  } catch (error) {
    // The others are of no use without it.
    ending.abort();
    throw error;
  }
}

function urlOf(address: string, name: string): URL {
  try {
    const folder = address.endsWith('/') || address.endsWith(name) ? address : `${address}/`;
    return new URL(name, new URL(folder, self.location.origin));
  } catch {
    throw new DataUnavailableError(
      `'${address}' is no address; expected that of a folder with ${name}, beginning with https://. Correct it.`,
      about({ kind: 'address-wrong', address, file: name }),
    );
  }
}

async function request(url: URL, signal: AbortSignal): Promise<Response> {
  const advice = 'Check the address, or download the files and choose them here.';
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    throw new DataUnavailableError(
      `${url} could not be read; the server is out of reach, or does not let other sites' pages read from it (CORS). ${advice}`,
      about({ kind: 'address-closed', url: String(url) }, cause),
    );
  }
  if (response.ok) return response;
  throw new DataUnavailableError(
    `${url} answered ${response.status}; expected the file. ${advice}`,
    about({ kind: 'address-refused', url: String(url), status: response.status }),
  );
}

/** @param count told of the bytes as they come */
async function bytesOf(
  url: URL,
  response: Response,
  count: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const counted = response.body!.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        count(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  try {
    return new Uint8Array(await new Response(counted).arrayBuffer());
  } catch (cause) {
    throw new DataUnavailableError(
      `The connection broke while ${url} was on its way. Load it again, or download the files and choose them here.`,
      about({ kind: 'download-broken', url: String(url) }, cause),
    );
  }
}
