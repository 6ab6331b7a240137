// The crew's page opens in a cellar too: the page and its files are kept, what they say of the order is not.
const KEPT = 'zhkh-crew-1';
const PAGE = '/c/';

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// A page that has just been loaded names its files: they are kept, those of older builds go.
self.addEventListener('message', (event) => event.waitUntil(keep(event.data)));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(freshOrKept(request));
  } else if (url.pathname.startsWith('/assets/') || url.pathname === '/favicon.svg') {
    event.respondWith(keptOrFresh(request));
  }
});

async function keep({ page, files }) {
  const kept = await caches.open(KEPT);
  const paths = new Set([PAGE, ...files]);
  for (const request of await kept.keys()) {
    if (!paths.has(new URL(request.url).pathname)) {
      await kept.delete(request);
    }
  }
  await kept.addAll(files);
  const answer = await fetch(page);
  if (answer.ok) {
    await kept.put(PAGE, answer);
  }
}

async function freshOrKept(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      // Under one name: the address of the page is a key and does not belong in a store.
      await kept.put(PAGE, answer.clone());
    }
    return answer;
  } catch (error) {
    const page = await kept.match(PAGE);
    if (page === undefined) {
      throw error;
    }
    return page;
  }
}

async function keptOrFresh(request) {
  const kept = await caches.open(KEPT);
  const known = await kept.match(request);
  if (known !== undefined) {
    return known;
  }
  const answer = await fetch(request);
  if (answer.ok) {
    await kept.put(request, answer.clone());
  }
  return answer;
}
