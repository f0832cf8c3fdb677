import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { download } from './download.js';
import type { LoadProgress } from './protocol/data.js';

const ending: (() => void)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
  vi.unstubAllGlobals();
});

/** Serves files of a folder. @returns its address */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // As in the worker of a page.
  vi.stubGlobal('self', { location: { origin } });
  return `${origin}/data`;
}

test('files come in the order of their names, and all of their bytes are counted', async () => {
  const address = await serve(({ url }, response) => {
    const body = url!.endsWith('first') ? 'abc' : 'defgh';
    // The first one last.
    setTimeout(
      () => response.writeHead(200, { 'Content-Length': body.length }).end(body),
      20 * (5 - body.length),
    );
  });
  const told: LoadProgress[] = [];
  const files = await download(address, ['first', 'second'], (progress) => told.push(progress));
  expect(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
    ['first', 'abc'],
    ['second', 'defgh'],
  ]);
  expect(told.at(-1)).toEqual({ done: 8, total: 8 });
});

test('a connection that breaks in the middle of a file is told in words, and the other files are given up', async () => {
  let givenUp!: () => void;
  const otherEnded = new Promise<void>((resolve) => {
    givenUp = resolve;
  });
  const address = await serve(({ url, socket }, response) => {
    response.writeHead(200, { 'Content-Length': 1000 });
    response.write('a beginning');
    if (url!.endsWith('second')) setTimeout(() => socket.destroy(), 50);
    else response.on('close', givenUp);
  });
  await expect(download(address, ['first', 'second'], () => {})).rejects.toMatchObject({
    name: 'DataUnavailableError',
    message: expect.stringContaining(`The connection broke while ${address}/second was on its way.`),
    about: { kind: 'download-broken', url: `${address}/second` },
  });
  await otherEnded;
});

test('a file that is not there is told with what the server answered', async () => {
  const address = await serve((_, response) => response.writeHead(404).end());
  await expect(download(address, ['first'], () => {})).rejects.toMatchObject({
    about: { kind: 'address-refused', url: `${address}/first`, status: 404 },
  });
});
