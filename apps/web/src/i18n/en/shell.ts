/** What is around the views, and the head of the first, in English. */
export const shell = {
  skip: 'Skip to content',

  language: 'Language',

  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' },

  views: { label: 'Views', train: 'Train', look: 'Look inside', understand: 'Understand' },

  engine: {
    starting: 'Starting …',
    ready: (threads: number) => (threads === 1 ? '1 thread' : `${threads} threads`),
    variant: (variant: string): string => (variant === 'relaxed' ? 'relaxed SIMD' : 'SIMD'),
    notIsolated:
      'This page is not cross-origin isolated, so it computes on one thread. Served with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, it uses all processors.',
    lost: (reason: string) =>
      `The worker that computes has ended (${reason}). Nothing saved is lost: runs are kept as they were after their last epoch.`,
    silent: 'The worker that computes has not answered for a while. It may still be at a long step.',
    restart: 'Restart the worker',
  },

  otherTrouble: (message: string) => message,

  train: {
    heading: 'Train a network',
    lede: 'Choose images and a model, and watch it learn. Everything is computed on this device; nothing is uploaded.',
  },
};
