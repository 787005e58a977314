// Drawing a hall: seats are named in the form when they are pressed, when the label of their row is,
// or when a band is dragged round them; the ground gives its place to whatever form is open. Without
// this, seats and places are typed.

const map = document.querySelector("[data-map]");
const field = document.getElementById("seats");
const told = document.getElementById("chosen");
const marks = document.getElementById("marks");
const SCALE = 10;
const LEAST = 6; // pixels: a shorter drag is a press

let asked = null;
const people = () => (asked ??= fetch(map.dataset.people).then((answer) => (answer.ok ? answer.json() : {})));
const label = (all, seat) => all[seat.id.slice(1)]?.[0];
const seats = () => map.querySelectorAll("use[id]");

// The labels that are named in the field: A-01-03..05 are three.
function named(all) {
  const known = new Set(Object.values(all).map(([label]) => label));
  const found = new Set();
  for (const part of field.value.split(/[,;]+/).map((part) => part.trim()).filter(Boolean)) {
    for (const name of known.has(part) ? [part] : part.split(/(?<!\.)\s+(?!\.)/)) {
      const [, head, first, last] = name.match(/^(.*?)(\d+)\s*\.\.\s*(\d+)$/) ?? [];
      if (head === undefined || last - first > 200) found.add(name);
      else for (let n = Number(first); n <= last; n++) found.add(head + String(n).padStart(first.length, "0"));
    }
  }
  return found;
}

// Neighbouring numbers together, as short as somebody would write them.
function write(names) {
  const runs = [];
  for (const name of names) {
    const [, head, number] = name.match(/^(.*?)(\d+)$/) ?? [null, name, ""];
    const run = runs.at(-1);
    if (number && run?.head === head && run.last.length === number.length && Number(number) === Number(run.last) + 1) run.last = number;
    else runs.push({ head, first: number, last: number });
  }
  field.value = runs.map(({ head, first, last }) => (first === last ? head + first : `${head}${first}..${last}`)).join(", ");
}

function middle(seat) {
  const at = new DOMPoint(seat.x.baseVal.value, seat.y.baseVal.value);
  return at.matrixTransform(marks.getScreenCTM().inverse().multiply(seat.getScreenCTM()));
}

function draw(kind, attributes) {
  const shape = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
  marks.append(shape);
  return shape;
}

async function ring() {
  const all = await people();
  const chosen = named(all);
  const found = [...seats()].filter((seat) => chosen.has(label(all, seat)));
  const places = found.map(middle);
  for (const old of marks.querySelectorAll(".found")) old.remove();
  for (const at of places) draw("circle", { cx: at.x, cy: at.y, r: 6, class: "found" });
  told.hidden = !found.length;
  told.textContent = told.dataset.told.replace("#", found.length.toLocaleString(document.documentElement.lang));
}

// Name these seats, or none of them where all are named already.
async function toggle(pressed) {
  const all = await people();
  const chosen = named(all);
  const labels = pressed.map((seat) => label(all, seat)).filter(Boolean);
  const isAway = labels.every((name) => chosen.has(name));
  for (const name of labels) isAway ? chosen.delete(name) : chosen.add(name);
  write(chosen);
  field.closest("details").open = true;
  ring();
}

const tool = () => document.querySelector(".editing details[open]");
const onGround = (x, y) => new DOMPoint(x, y).matrixTransform(marks.getScreenCTM().inverse());

function put(event) {
  const [x, y] = [tool()?.querySelector("[data-x]"), tool()?.querySelector("[data-y]")];
  if (!x || !y) return false;
  const at = onGround(event.clientX, event.clientY);
  x.value = (at.x / SCALE).toFixed(1);
  y.value = (at.y / SCALE).toFixed(1);
  point();
  return true;
}

// A cross where the open form says.
function point() {
  marks.querySelector(".place")?.remove();
  const [x, y] = ["[data-x]", "[data-y]"].map((which) => parseFloat(tool()?.querySelector(which)?.value) * SCALE);
  if (x + y) draw("path", { d: `M${x - 12} ${y}h24M${x} ${y - 12}v24`, class: "place" });
}

function pressedSeats(target) {
  const seat = target.closest("use[id]") ?? target.closest("a")?.querySelector(":scope > use[id]");
  if (seat) return [seat];
  const row = target.closest("text")?.parentNode;
  return row && row.firstElementChild === target ? [...row.querySelectorAll("use[id]")] : [];
}

map.addEventListener("click", (event) => {
  const pressed = tool()?.hasAttribute("data-anywhere") ? [] : pressedSeats(event.target);
  if (pressed.length) {
    event.preventDefault();
    toggle(pressed);
  } else if (put(event)) {
    event.preventDefault();
  }
});

// A mouse drags a band while the whole map is shown, and with Shift at any time; else it pans.
let band = null;

// The click that ends a drag opens nothing.
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

map.addEventListener(
  "pointerdown",
  (event) => {
    const isPan = map.classList.contains("is-close") && !event.shiftKey;
    if (event.button || event.pointerType === "touch" || isPan || !tool()?.contains(field)) return;
    if (event.shiftKey) event.stopPropagation();
    band = { x: event.clientX, y: event.clientY, shape: null };
  },
  { capture: true },
);
window.addEventListener("pointermove", (event) => {
  if (!band) return;
  if (!band.shape && Math.hypot(event.clientX - band.x, event.clientY - band.y) < LEAST) return;
  const [from, to] = [onGround(band.x, band.y), onGround(event.clientX, event.clientY)];
  band.shape ??= draw("rect", { class: "band" });
  band.low = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  band.high = [Math.max(from.x, to.x), Math.max(from.y, to.y)];
  const [x, y] = band.low;
  const size = { x, y, width: band.high[0] - x, height: band.high[1] - y };
  for (const [name, value] of Object.entries(size)) band.shape.setAttribute(name, value);
});
window.addEventListener("pointerup", () => {
  const { shape, low, high } = band ?? {};
  band = null;
  if (!shape) return;
  shape.remove();
  window.addEventListener("click", swallow, { capture: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
  const within = [...seats()].filter((seat) => {
    const at = middle(seat);
    return at.x >= low[0] && at.x <= high[0] && at.y >= low[1] && at.y <= high[1];
  });
  if (within.length) toggle(within);
});

field.addEventListener("input", ring);
for (const part of document.querySelectorAll(".editing details")) {
  part.addEventListener("toggle", point);
  part.addEventListener("input", point);
}
point();
if (field.value) ring();
