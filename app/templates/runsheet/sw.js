// The lectern without a network: the MC's page as it was last opened, and what it is made of.
// With a network the page always comes from the server, so that nobody reads old words.
const CACHE = "mc-{{ version }}";
const PAGE = "{{ page }}";
const FILES = {{ files | tojson }};
const PATIENCE = 4000; // ms for a server that does not answer

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("mc-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// What the server answers is kept; where it shows the page to this person no longer, so do we.
async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) await cache.put(PAGE, answer.clone());
    else if (answer.status < 500) await cache.delete(PAGE);
    if (answer.status < 500) return answer;
    return (await cache.match(PAGE)) ?? answer;
  } catch {
    return (await cache.match(PAGE)) ?? Response.error();
  }
}

// The first time the page came before this worker: it is kept now.
self.addEventListener("message", (event) => event.waitUntil(fresh(new Request(PAGE, { redirect: "manual" }))));

self.addEventListener("fetch", (event) => {
  const { pathname, search } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate") {
    if (pathname === PAGE) event.respondWith(fresh(event.request));
  } else if (FILES.includes(pathname + search)) {
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
  }
});
