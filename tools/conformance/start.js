// Builds what has changed, then becomes the program.
import { buildFirst } from '@cnn-tools/build-first';

if (await buildFirst(import.meta.dirname)) await import('./src/main.ts');
