import { ConfigError } from '@cnn/tensor';
import type { OpenSource } from './source.js';

/** A page has no disk, and the official servers do not let other sites' pages read from them. */
export const openSource: OpenSource = async ({ title, fromFiles }) => {
  throw new ConfigError(
    `${title} was to be read from a folder or downloaded, which a page cannot do. Let the person drop the files and pass them to ${fromFiles}([{ name, bytes }, …]).`,
  );
};
