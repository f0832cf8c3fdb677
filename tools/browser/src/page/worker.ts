import { perform } from './tasks.js';

self.onmessage = async ({ data }: MessageEvent<Parameters<typeof perform>>) => {
  self.postMessage(await perform(...data));
};
