/** Noted while the page reloads, so that it does so once. */
const tried = 'isolation';

/**
 * Isolates the page by a service worker, where its host cannot send headers and it was built for such a host
 * (`--mode=pages`). Where that is not possible either, one thread has to do.
 * @returns whether the page is about to reload, with the headers
 */
export async function isolate(): Promise<boolean> {
  if (import.meta.env.MODE !== 'pages' || crossOriginIsolated || !('serviceWorker' in navigator))
    return false;
  if (sessionStorage.getItem(tried)) return false;
  sessionStorage.setItem(tried, 'yes');
  try {
    await navigator.serviceWorker.register('./isolation-worker.js');
    await navigator.serviceWorker.ready;
  } catch {
    return false;
  }
  location.reload();
  return true;
}
