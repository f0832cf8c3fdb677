import type { FileHandle } from 'node:fs/promises';

/** Writes all of it from a place in the file on. */
export async function writeAt(handle: FileHandle, source: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < source.length; ) {
    done += (await handle.write(source, done, source.length - done, position + done)).bytesWritten;
  }
}
