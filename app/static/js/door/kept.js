// What the device keeps: in IndexedDB, so that a killed tab or an empty battery loses no scan.

const NAME = "door";
const ID_BYTES = 16;
let opening;
let isWiped = false;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("queue", { keyPath: "id" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close(); // another page of this device was told to wipe
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

// A name for a scan or a guest that nothing else has. Without https there is no randomUUID.
export const newId = () => [...crypto.getRandomValues(new Uint8Array(ID_BYTES))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function work(store, mode, act) {
  if (isWiped) return undefined;
  const durability = store === "queue" ? "strict" : "default"; // the server knows the rest, too
  const transaction = (await open()).transaction(store, mode, { durability });
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const read = (key) => work("kept", "readonly", (store) => store.get(key));
export const keep = (key, value) => work("kept", "readwrite", (store) => store.put(value, key));

export const enqueue = (scan) => work("queue", "readwrite", (store) => store.put(scan));

// Those the server has heard of; not what the usher was told, or took back, while it was asked.
export const dequeue = (scans) =>
  work("queue", "readwrite", (store) => {
    for (const sent of scans) {
      store.get(sent.id).onsuccess = ({ target: { result: now } }) => {
        if (now?.shown === sent.shown && now?.undone === sent.undone) store.delete(sent.id);
      };
    }
  });
export const waiting = (id) => work("queue", "readonly", (store) => store.get(id));

// The oldest first: the order in which they were scanned.
export async function queued() {
  const scans = (await work("queue", "readonly", (store) => store.getAll())) ?? [];
  return scans.sort((a, b) => a.sequence - b.sequence);
}

// Nothing of the conference stays on a device that was revoked.
export async function wipe() {
  const database = await open();
  isWiped = true;
  database.close();
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
  for (const name of await caches.keys()) await caches.delete(name);
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}
