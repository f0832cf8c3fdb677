import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheFolder, cacheRoot } from './catalog.js';

afterEach(() => vi.unstubAllEnvs());

test('the folder of CNN_CACHE is seen from where the command was typed', () => {
  vi.stubEnv('INIT_CWD', '/somewhere');
  vi.stubEnv('CNN_CACHE', 'data/cache');
  expect(cacheRoot()).toBe(join('/somewhere', 'data', 'cache'));
  expect(cacheFolder('mnist')).toBe(join('/somewhere', 'data', 'cache', 'mnist'));
});
