import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fileOf } from './image-source.js';

let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/whole.png') response.end(Buffer.from([1, 2, 3]));
    else if (request.url === '/broken.png') {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('begun', () => response.destroy());
    } else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // What addresses are relative to.
  vi.stubGlobal('document', { baseURI: `${address}/page.html` });
});
afterAll(() => {
  vi.unstubAllGlobals();
  server.close();
});

test('an image that is given by its address, also by a relative one', async () => {
  const file = await fileOf('whole.png');
  expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([1, 2, 3]);
});

test('an image that is not there, out of reach, or breaks off on its way, is told in a sentence that says which', async () => {
  await expect(fileOf('none.png')).rejects.toMatchObject({
    message: expect.stringContaining(`The server answered 404 for the image ${address}/none.png;`),
    about: { kind: 'image-refused', status: 404 },
  });
  await expect(fileOf('http://127.0.0.1:1/closed.png')).rejects.toMatchObject({
    message: expect.stringContaining('The image http://127.0.0.1:1/closed.png could not be reached ('),
    about: { kind: 'image-closed' },
  });
  await expect(fileOf('broken.png')).rejects.toMatchObject({
    message: `The connection broke while ${address}/broken.png was on its way. Try again.`,
    about: { kind: 'download-broken', address: `${address}/broken.png` },
  });
});
