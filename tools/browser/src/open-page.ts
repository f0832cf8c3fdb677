import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import type { TestPage } from './page/main.js';
import type { Answer, TaskName } from './page/tasks.js';
import { serve } from './serve.js';

/** A page under test, open in the browser. */
export interface OpenPage {
  perform(
    where: keyof TestPage,
    task: TaskName,
    options: Parameters<TestPage['perform']>[1],
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** Builds the test page as a user of the packages would, with Vite's own defaults, into a new folder. */
export async function buildPage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'cnn-page-'));
  const root = fileURLToPath(new URL('page', import.meta.url));
  await build({ root, configFile: false, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  return outDir;
}

/** Opens the built page, served with the headers of cross-origin isolation or without. */
export async function openPage(
  browser: Browser,
  folder: string,
  options: { isolated: boolean },
): Promise<OpenPage> {
  const server = await serve(folder, options);
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(server.url);
  return {
    perform: async (where, task, sessionOptions) => {
      const answer = await page.evaluate(
        ([where, ...question]) => (globalThis as unknown as { page: TestPage }).page[where](...question),
        [where, task, sessionOptions] as const,
      );
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return answer;
    },
    close: async () => {
      await context.close();
      server.close();
    },
  };
}

/** Deletes a built page. */
export function removePage(folder: string): Promise<void> {
  return rm(folder, { recursive: true });
}
