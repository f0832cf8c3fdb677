import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A web server of this machine that lives as long as the test; returns its base address. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`;
}

/** Serves one file under any name, and notes the ranges asked for. */
export class FileServer {
  readonly ranges: (string | undefined)[] = [];
  /** After how many bytes each answer breaks off; one that is not listed does not. */
  breaks: number[] = [];
  /** Whether `Range` is understood. */
  resumable = true;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { range } = request.headers;
    const total = this.#bytes.length;
    const begin = this.resumable ? Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0) : 0;
    this.ranges.push(range);
    if (begin >= total) {
      response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
      return;
    }
    const headers = {
      'content-length': total - begin,
      'content-range': `bytes ${begin}-${total - 1}/${total}`,
    };
    response.writeHead(begin > 0 ? 206 : 200, headers);
    const broken = this.breaks.shift();
    if (broken === undefined) response.end(this.#bytes.subarray(begin));
    else
      response.write(this.#bytes.subarray(begin, begin + broken), () =>
        setTimeout(() => response.destroy(), 50),
      );
  };
}
