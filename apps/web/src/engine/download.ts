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
  const responses = await Promise.all(names.map((name) => request(urlOf(address, name))));
  const sizes = responses.map(({ headers }) => Number(headers.get('Content-Length')));
  const total = sizes.every((size) => size > 0) ? sizes.reduce((a, b) => a + b) : undefined;
  let done = 0;
  const files: NamedFile[] = [];
  for (const [i, response] of responses.entries()) {
    const counted = response.body!.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          done += chunk.length;
          onProgress({ done, total });
          controller.enqueue(chunk);
        },
      }),
    );
    files.push({ name: names[i]!, bytes: new Uint8Array(await new Response(counted).arrayBuffer()) });
  }
  return files;
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

async function request(url: URL): Promise<Response> {
  const advice = 'Check the address, or download the files and choose them here.';
  let response: Response;
  try {
    response = await fetch(url);
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
