// Follows the conference: shows each new fragment, counts down by the server's clock, and says so
// when the connection is lost. Whatever has data-follow="<address of a stream>" is kept current.

const SAY_LOST_AFTER = 3000;

let offset = 0; // server time minus this device's monotonic time, once the server has told it
let isKnown = false;
let lost = 0;

const now = () => (isKnown ? performance.now() + offset : Date.now());

const text = (seconds) => {
  const whole = Math.abs(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return (h ? `${h}:${two(m)}` : `${m}`) + `:${two(s)}`;
};

// The conference's clock, as the frame around an element says.
function shownAt(element) {
  const frame = element.closest("[data-follow], [data-clock]");
  return frame?.dataset.stands ? Number(frame.dataset.stands) : now() + Number(frame?.dataset.shift ?? 0);
}

function tick() {
  for (const element of document.querySelectorAll("[data-gone]")) {
    element.hidden = Number(element.dataset.gone) <= shownAt(element);
  }
  for (const element of document.querySelectorAll("[data-until]")) {
    const seconds = Math.ceil((Number(element.dataset.until) - shownAt(element)) / 1000);
    const figure = element.querySelector("b") ?? element;
    const next = text(seconds);
    if (figure.textContent !== next) figure.textContent = next;
    element.classList.toggle("is-over", seconds < 0);
    element.classList.toggle("is-near", seconds >= 0 && seconds <= 60);
  }
}

function mark() {
  const item = document.querySelector("[data-follow][data-item]")?.dataset.item;
  for (const line of document.querySelectorAll("[data-line]")) {
    if (line.dataset.line === item) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  }
}

function setLost(isLost) {
  clearTimeout(lost);
  lost = 0;
  document.documentElement.classList.toggle("is-lost", isLost);
}

function follow(address) {
  const stream = new EventSource(address);
  stream.addEventListener("clock", (event) => {
    offset = Number(event.data) - performance.now();
    isKnown = true;
    setLost(false);
  });
  stream.addEventListener("message", (event) => {
    const shown = document.querySelector(`[data-follow="${address}"]`);
    const template = document.createElement("template");
    template.innerHTML = event.data;
    const before = shown?.dataset.sequence;
    shown?.replaceWith(template.content);
    mark();
    tick();
    const after = document.querySelector("[data-follow]")?.dataset.sequence;
    if (after !== before) document.dispatchEvent(new Event("moved"));
  });
  stream.addEventListener("error", () => {
    lost ||= setTimeout(() => setLost(true), SAY_LOST_AFTER); // the browser tries again meanwhile
    // A refused stream is closed for good by the browser: ask again.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => follow(address), 2000 + Math.random() * 3000);
  });
}

const followed = document.querySelector("[data-follow]");
if (followed) follow(followed.dataset.follow);
setInterval(tick, 250);
tick();
mark();
