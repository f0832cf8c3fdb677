// Keeps the page for visits without a connection. With `?isolate`, for hosts that cannot send headers, it also gives
// every answer those of cross-origin isolation.
const kept = 'cnn';
const isolates = new URL(location).searchParams.has('isolate');

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
// What the page was made of, told once it works.
addEventListener('message', (event) => event.waitUntil(keep(event.data)));
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin } = new URL(request.url);
  if (origin === location.origin && request.method === 'GET') event.respondWith(answer(event));
});

async function keep(urls) {
  const cache = await caches.open(kept);
  const own = urls.filter((url) => new URL(url).origin === location.origin);
  // From the browser's own cache, where the page has just put it.
  await cache.addAll(own.map((url) => new Request(url, { cache: 'force-cache' })));
  const old = (await cache.keys()).filter(({ url }) => isAsset(url) && !own.includes(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

async function answer(event) {
  const { request } = event;
  const cache = await caches.open(kept);
  // Assets have names of their contents, so that one that is kept is the right one.
  const same = isAsset(request.url) && (await cache.match(request));
  if (same) return isolated(same);
  try {
    const response = await fetch(request);
    const isPart = request.mode === 'navigate' || isAsset(request.url);
    if (isPart && response.ok) event.waitUntil(cache.put(request.url, response.clone()));
    return isolated(response);
  } catch (error) {
    const old = await cache.match(request, { ignoreSearch: true });
    if (old) return isolated(old);
    throw error;
  }
}

function isAsset(url) {
  return url.startsWith(new URL('assets/', registration.scope).href);
}

function isolated(response) {
  // Redirections have to be followed by the browser itself.
  if (!isolates || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
