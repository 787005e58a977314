// A screen of the hall: the whole of it by a key, a button or two clicks; lit as long as it is open.

const IDLE = 3000; // ms until pointer and button step aside

function whole() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

let resting = 0;
function stir() {
  document.body.classList.remove("is-idle");
  clearTimeout(resting);
  resting = setTimeout(() => document.body.classList.add("is-idle"), IDLE);
}

const light = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});

document.querySelector("[data-whole-screen]").addEventListener("click", whole);
document.addEventListener("dblclick", whole);
document.addEventListener("keydown", (event) => {
  if (event.key === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) whole();
});
for (const kind of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(kind, stir);
document.addEventListener("visibilitychange", light);
light();
stir();
