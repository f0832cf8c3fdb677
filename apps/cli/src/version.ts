import { createRequire } from 'node:module';

/** Of this package, which the libraries that it is made of share. */
export const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
