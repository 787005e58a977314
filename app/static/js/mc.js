// One cue at a time: arrows, space, page keys and swipes follow the links that are already there.
// Nothing is fetched, so that the words stay when the network goes.

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
