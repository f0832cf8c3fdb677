import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { serve } from '@cnn-tools/browser/serve';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { build } from 'vite';

/** The page, open in a browser that has never seen it. */
export interface OpenApp {
  readonly page: Page;
  /** Errors and warnings of the console, what was thrown and not caught, and requests to other origins. */
  readonly problems: readonly string[];
  /** Bytes of all answers so far, as a server that compresses sends them. */
  received(): Promise<number>;
  /** Takes the server away, as where there is no connection. */
  disconnect(): void;
  close(): Promise<void>;
}

export type BuildMode = 'production' | 'pages';

/** Builds the page, as it is hosted, into a new folder; in the mode `pages` for hosts that send no headers. */
export async function buildApp(mode: BuildMode = 'production'): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'cnn-web-'));
  const root = fileURLToPath(new URL('..', import.meta.url));
  // Vitest has said 'test', with which Vite would take the development versions of packages.
  process.env['NODE_ENV'] = 'production';
  await build({ root, mode, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  return outDir;
}

export interface OpenOptions extends BrowserContextOptions {
  /** Whether it is served with the headers of cross-origin isolation. */
  readonly isolated: boolean;
  /** Whether the browser can compute, so that there is a worker to wait for. Default true. */
  readonly able?: boolean;
}

/** Opens the built page, served with the headers of cross-origin isolation or without, and waits for its worker. */
export async function openApp(
  browser: Browser,
  folder: string,
  { isolated, able = true, ...options }: OpenOptions,
): Promise<OpenApp> {
  const server = await serve(folder, { isolated });
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  const responses: Response[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && !server.url.startsWith(origin)) problems.push(request.url());
  });
  context.on('response', (response) => {
    if (response.url().startsWith('http')) responses.push(response);
  });
  await page.goto(server.url);
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await (able ? train.and(page.locator(':enabled')) : train).waitFor();
  return {
    page,
    problems,
    received: async () => {
      const bodies = await Promise.all(responses.map((response) => response.body()));
      return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
    },
    disconnect: server.close,
    close: async () => {
      await context.close();
      server.close();
    },
  };
}
