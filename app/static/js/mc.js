// One cue at a time: arrows, space, page keys and swipes follow the links that are already there.
// Every word is in the page, and the device keeps the page: both stay when the network goes.

const frame = document.querySelector("[data-cues]");
const cues = () => [...frame.children];
const FAR = 60; // pixels that make a swipe

const shown = () => cues().find((cue) => cue.matches(":target")) ?? cues()[0];

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
  document.getElementById("news").hidden = true; // seen
  shown().focus({ preventScroll: true });
});

// The screen of the lectern stays lit, where the browser can do that.
navigator.wakeLock?.request("screen").catch(() => {});

// The words as they now are: asked for after each change of the programme, and now and then, since
// people may change too. Without a network the page says so: its words may have changed since.
const AGAIN = 30_000; // ms
const MANY = 8; // more lines than these are counted, not named
let asking = null;

async function ask() {
  const answer = await fetch(frame.dataset.page, { cache: "no-store" }).catch(() => null);
  const isThere = answer !== null && answer.status < 500;
  document.getElementById("kept").hidden = isThere;
  if (!isThere || !answer.ok || answer.redirected) return;
  renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

// One question at a time, and one more where something changed meanwhile.
function look() {
  asking = (asking ?? Promise.resolve()).then(ask, ask);
}

const said = (cue) => ["time", "h1", ".who", ".words", ".people"].map((part) => cue.querySelector(part)?.textContent).join("\n");

// The reader stays at the same line, wherever it now stands.
function renew(page) {
  const main = page.querySelector("[data-cues]");
  if (!main || main.innerHTML === frame.innerHTML) return;
  const [here, scrolled] = [shown(), window.scrollY];
  const place = cues().indexOf(here);
  const before = new Map(cues().map((cue) => [cue.dataset.cue, said(cue)]));
  frame.replaceChildren(...main.children);
  const again = cues().find((cue) => cue.dataset.cue === here.dataset.cue) ?? cues()[Math.min(place, cues().length - 1)];
  if (location.hash || again !== cues()[0]) location.replace(`#${again.id}`);
  window.scrollTo(0, scrolled);
  document.getElementById("kept").textContent = page.getElementById("kept").textContent;
  tell(main.dataset.at, cues().filter((cue) => before.get(cue.dataset.cue) !== said(cue)));
  keep().catch(() => {});
}

function tell(at, changed) {
  if (!changed.length) return;
  const news = document.getElementById("news");
  const lines = changed.length > MANY ? news.dataset.many.replace("{n}", changed.length) : changed.map((cue) => cue.dataset.number).join(", ");
  news.textContent = news.dataset.said.replace("{at}", at).replace("{lines}", lines);
  news.hidden = false;
}

async function keep() {
  const worker = navigator.serviceWorker;
  if (!worker) return; // only over https, or on this machine itself
  await worker.register(frame.dataset.worker, { scope: frame.dataset.page });
  const { active } = await worker.ready;
  active.postMessage("keep");
}

keep().catch(() => {});
const stream = new EventSource(frame.dataset.stream); // speaks at once, and again when it is back
stream.addEventListener("message", look);
setInterval(look, AGAIN);
addEventListener("online", look);
addEventListener("offline", look);
addEventListener("pagehide", () => stream.close());

// The morning moves on, and the page with it, unless somebody reads ahead.
const onair = document.getElementById("onair");
let on = null; // the key of what is on

document.addEventListener("told", ({ detail }) => {
  const page = (key) => cues().find((cue) => key && cue.dataset.cue === key);
  const target = page(detail.on?.key) ?? page(detail.item);
  const link = onair.querySelector("[data-onair]");
  if (target) link.href = `#${target.id}`;
  const isWith = on === null || shown() === page(on.key) || shown() === page(on.item);
  if (target && target !== shown() && isWith && on?.key !== detail.on?.key) location.hash = target.id;
  on = { key: detail.on?.key, item: detail.item };
});
