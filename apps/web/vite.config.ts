import { defineConfig, type Plugin } from 'vite';

/** What lets the page share memory between threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * What the built page may load and run: its own files, WebAssembly, and the kernels' threads, which start from
 * a string. It may connect elsewhere, because a person can name the address of data.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  'connect-src *',
  "object-src 'none'",
  "base-uri 'none'",
].join('; ');

/** Only in the built page: Vite's development server injects scripts of its own. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  // Works below any address, such as a project's GitHub Pages.
  base: './',
  server: { headers },
  preview: { headers },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // How long it took is no warning.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: 'es' },
  plugins: [contentSecurityPolicy],
});
