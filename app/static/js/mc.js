// One cue at a time: arrows, space, page keys and swipes follow the links that are already there.
// Every word is in the page, and the device keeps the page: both stay when the network goes.

const cues = [...document.querySelectorAll("[data-cues] > article")];
const FAR = 60; // pixels that make a swipe

const shown = () => cues.find((cue) => cue.matches(":target")) ?? cues[0];

function go(rel) {
  shown().querySelector(`a[rel="${rel}"]`)?.click();
}

const KEYS = {
  ArrowRight: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "prev",
  PageUp: "prev",
};

document.addEventListener("keydown", (event) => {
  const rel = KEYS[event.key];
  if (!rel || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  go(rel);
});

let from = null;
document.addEventListener("pointerdown", (event) => {
  from = event.isPrimary ? { x: event.clientX, y: event.clientY } : null;
});
document.addEventListener("pointerup", (event) => {
  if (!from) return;
  const across = event.clientX - from.x;
  if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(event.clientY - from.y)) {
    go(across < 0 ? "next" : "prev");
  }
  from = null;
});

window.addEventListener("hashchange", () => {
  window.scrollTo(0, 0);
  shown().focus({ preventScroll: true });
});

// The screen of the lectern stays lit, where the browser can do that.
navigator.wakeLock?.request("screen").catch(() => {});

// Opened again without a network, the page says so: its words may have changed since.
const frame = document.querySelector("[data-worker]");
const AGAIN = 30_000; // ms

async function look() {
  const isThere = await fetch(frame.dataset.worker, { cache: "no-store" }).then((answer) => answer.status < 500, () => false);
  document.getElementById("kept").hidden = isThere;
}

async function keep() {
  const worker = navigator.serviceWorker;
  if (!worker) return; // only over https, or on this machine itself
  await worker.register(frame.dataset.worker, { scope: frame.dataset.page });
  const { active } = await worker.ready;
  active.postMessage("keep");
}

keep().catch(() => {});
look();
setInterval(look, AGAIN);
addEventListener("online", look);
addEventListener("offline", look);

// The morning moves on, and the page with it, unless somebody reads ahead.
const onair = document.getElementById("onair");
const ready = onair.querySelector("[data-ready]");
let on = null; // the key of what is on

document.addEventListener("told", ({ detail }) => {
  const page = (key) => cues.find((cue) => key && cue.dataset.cue === key);
  const target = page(detail.on?.key) ?? page(detail.item);
  const link = onair.querySelector("[data-onair]");
  if (target) link.href = `#${target.id}`;
  const isWith = on === null || shown() === page(on.key) || shown() === page(on.item);
  if (target && target !== shown() && isWith && on?.key !== detail.on?.key) location.hash = target.id;
  on = { key: detail.on?.key, item: detail.item };
  const { key } = ready.elements;
  if (key.value === (detail.next?.key ?? "")) return;
  key.value = detail.next?.key ?? "";
  ready.querySelector(".told").hidden = true;
  ready.querySelector("button").hidden = false;
});

ready.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(ready));
  const answer = await fetch(ready.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  const isTold = Boolean(answer?.ok);
  ready.querySelector(".told").hidden = !isTold;
  ready.querySelector("button").hidden = isTold;
});
