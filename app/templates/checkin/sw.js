// The door without a network: the page and everything it needs, kept on the device.
const CACHE = "door-{{ version }}";
const FILES = {{ files | tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("door-") && name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { pathname, search } = new URL(event.request.url);
  if (event.request.method !== "GET" || pathname.startsWith("/api/")) return;
  const wanted = event.request.mode === "navigate" ? "{{ shell }}" : pathname + search;
  event.respondWith(caches.match(wanted).then((kept) => kept ?? fetch(event.request)));
});
