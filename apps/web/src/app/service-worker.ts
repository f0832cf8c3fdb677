import { ask } from '../state/engine-actions.js';
import { loadDemonstrations } from '../understand/demonstrations.js';
import { views } from './views.js';

/** Noted while the page reloads, so that it does so once. */
const tried = 'isolation';

/** How long after the page is ready it is kept. */
const afterMilliseconds = 2_000;

/** Whether the page is for a host that cannot send headers (`--mode=pages`). */
const isolates = import.meta.env.MODE === 'pages';

/**
 * Isolates the page by its service worker, where it was built for a host that cannot send headers. Where that is not
 * possible either, one thread has to do.
 * @returns whether the page is about to reload, with the headers
 */
export async function isolate(): Promise<boolean> {
  if (!isolates || crossOriginIsolated || sessionStorage.getItem(tried)) return false;
  sessionStorage.setItem(tried, 'yes');
  if (!(await register())) return false;
  location.reload();
  return true;
}

/** Keeps what the page was made of for visits without a connection, where browsers allow that. */
export async function keepForOffline(): Promise<void> {
  // What Vite's development server gives changes.
  if (import.meta.env.DEV) return;
  const worker = await register();
  if (!worker) return;
  // First comes what a person is waiting for.
  await new Promise((resolve) => setTimeout(resolve, afterMilliseconds));
  await Promise.all([...views.map(({ load }) => load?.()), loadDemonstrations()]);
  const engine = await ask((engine) => engine.resources());
  const own = performance.getEntriesByType('resource').map(({ name }) => name);
  const page = location.href.replace(/#.*/, '');
  worker.postMessage([...new Set([page, ...own, ...engine])]);
}

async function register(): Promise<ServiceWorker | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  try {
    await navigator.serviceWorker.register(`./service-worker.js${isolates ? '?isolate' : ''}`);
    return (await navigator.serviceWorker.ready).active ?? undefined;
  } catch {
    return undefined;
  }
}
