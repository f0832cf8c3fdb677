import { DataError } from '@cnn/tensor';
import { brokenDownload } from '../broken-download.js';
import { about } from '../trouble.js';

/** The bytes at an address. @throws DataError that says why there are none, and what to do */
export async function readWeights(address: string): Promise<Uint8Array> {
  const response = await fetch(address).catch((cause: Error) => {
    throw new DataError(
      `The model ${address} could not be reached (${cause.message}); expected a .safetensors file. Check the address and, for another origin, that its server allows this page (CORS).`,
      about({ kind: 'model-closed', address }, cause),
    );
  });
  if (!response.ok) {
    throw new DataError(
      `The server answered ${response.status} for the model ${address}; expected a .safetensors file. Check the address.`,
      about({ kind: 'model-refused', address, status: response.status }),
    );
  }
  const bytes = await response.arrayBuffer().catch((cause: unknown) => {
    throw brokenDownload(address, cause);
  });
  return new Uint8Array(bytes);
}
