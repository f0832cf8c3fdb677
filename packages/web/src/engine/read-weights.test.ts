import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWeights } from './read-weights.js';

let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/whole') response.end(Buffer.from([1, 2, 3]));
    else if (url === '/broken') {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('begun', () => response.destroy());
    } else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test('the bytes at an address', async () => {
  expect([...(await readWeights(`${address}/whole`))]).toEqual([1, 2, 3]);
});

test('a file that is not there, out of reach, or breaks off on its way, is told in a sentence that says which', async () => {
  await expect(readWeights(`${address}/none`)).rejects.toMatchObject({
    message: expect.stringContaining(`The server answered 404 for the model ${address}/none;`),
    about: { kind: 'model-refused', status: 404 },
  });
  await expect(readWeights('http://127.0.0.1:1/closed')).rejects.toMatchObject({
    message: expect.stringContaining('The model http://127.0.0.1:1/closed could not be reached ('),
    about: { kind: 'model-closed' },
  });
  await expect(readWeights(`${address}/broken`)).rejects.toMatchObject({
    message: `The connection broke while ${address}/broken was on its way. Try again.`,
    about: { kind: 'download-broken', address: `${address}/broken` },
  });
});
