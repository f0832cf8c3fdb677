import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { openSource } from './files.browser.js';

test('a page is told which function takes files', async () => {
  const origin = {
    title: 'Pets',
    cacheName: 'pets',
    baseUrl: 'https://example.org/',
    files: [],
    fromFiles: 'petsFromFiles',
  };
  await expect(openSource(origin, {})).rejects.toThrow(ConfigError);
  await expect(openSource(origin, {})).rejects.toThrow(
    'Pets was to be read from a folder or downloaded, which a page cannot do. Let the person drop the files and pass them to petsFromFiles([{ name, bytes }, …]).',
  );
});
