// A map that zooms and pans: wheel, drag, two fingers, + and -. Whatever has data-map holds two
// drawings of one box, one over the other; both show the same part of it. The page works without.

const map = document.querySelector("[data-map]");
const [drawing] = map.querySelectorAll("svg");
const buttons = document.querySelector("[data-zoom]");
const CLOSEST = 14;

const whole = drawing.viewBox.baseVal;
const home = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
let shown = { ...home };
let frame = 0;

const bound = (value, low, high) => Math.min(Math.max(value, low), high);

function show(box) {
  const width = bound(box.width, home.width / CLOSEST, home.width);
  const height = width * (home.height / home.width);
  shown = {
    x: bound(box.x, home.x, home.x + home.width - width),
    y: bound(box.y, home.y, home.y + home.height - height),
    width,
    height,
  };
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => {
    const text = `${shown.x} ${shown.y} ${shown.width} ${shown.height}`;
    for (const svg of map.querySelectorAll(":scope > svg")) svg.setAttribute("viewBox", text);
    map.classList.toggle("is-close", shown.width < home.width);
  });
}

// The point of the drawing under a point of the screen.
function under(x, y) {
  const box = map.getBoundingClientRect();
  return [
    shown.x + ((x - box.x) / box.width) * shown.width,
    shown.y + ((y - box.y) / box.height) * shown.height,
  ];
}

function zoom(by, x, y) {
  const [px, py] = under(x, y);
  const width = bound(shown.width / by, home.width / CLOSEST, home.width);
  const part = width / shown.width;
  show({ x: px - (px - shown.x) * part, y: py - (py - shown.y) * part, width });
}

function zoomMiddle(by) {
  const box = map.getBoundingClientRect();
  zoom(by, box.x + box.width / 2, box.y + box.height / 2);
}

// Shows all of these circles or seats, near enough to read; stays where it is if they are in sight.
export function jump(marks) {
  const boxes = [...marks].map((mark) => [mark.cx.baseVal.value, mark.cy.baseVal.value]);
  if (!boxes.length) return;
  const [left, right] = [Math.min(...boxes.map(([x]) => x)), Math.max(...boxes.map(([x]) => x))];
  const [top, bottom] = [Math.min(...boxes.map(([, y]) => y)), Math.max(...boxes.map(([, y]) => y))];
  const inSight =
    left > shown.x && right < shown.x + shown.width && top > shown.y && bottom < shown.y + shown.height;
  if (inSight && (shown.width < home.width || boxes.length > 40)) return;
  const ratio = home.width / home.height;
  const width = Math.max((right - left) * 1.5, (bottom - top) * 1.5 * ratio, home.width / 3.2);
  const height = width / ratio;
  show({ x: (left + right - width) / 2, y: (top + bottom - height) / 2, width });
}

export function keepInSight(element) {
  const box = element.getBoundingClientRect();
  const [x, y] = under(box.x + box.width / 2, box.y + box.height / 2);
  const outside =
    x < shown.x || x > shown.x + shown.width || y < shown.y || y > shown.y + shown.height;
  if (outside) show({ ...shown, x: x - shown.width / 2, y: y - shown.height / 2 });
}

buttons.hidden = false;
buttons.addEventListener("click", (event) => {
  const by = Number(event.target.closest("button")?.dataset.by ?? NaN);
  if (by > 0) zoomMiddle(by);
  else if (by === 0) show(home);
});

map.addEventListener(
  "wheel",
  (event) => {
    const isIn = event.deltaY < 0;
    if (!isIn && shown.width >= home.width) return; // the page scrolls on
    if (isIn && !event.ctrlKey && shown.width >= home.width && !map.matches(":focus-within, :active, .is-close")) {
      // A wheel that only passes over the map scrolls the page; one click or Ctrl lets it zoom.
      return;
    }
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
  },
  { passive: false },
);

// One pointer drags, two pinch. A press that hardly moves stays a click.
const fingers = new Map();
let dragged = 0;

map.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
  if (fingers.size === 1) dragged = 0;
});

map.addEventListener("pointermove", (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY];
  const others = [...fingers].filter(([id]) => id !== event.pointerId);
  const size = map.getBoundingClientRect().width;
  dragged += Math.hypot(now[0] - before[0], now[1] - before[1]);
  if (others.length) {
    const [, other] = others[0];
    const far = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]);
    zoom(far(now) / Math.max(far(before), 1), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  } else if (shown.width < home.width && dragged > 6) {
    map.setPointerCapture(event.pointerId);
    const unit = shown.width / size;
    show({ ...shown, x: shown.x - (now[0] - before[0]) * unit, y: shown.y - (now[1] - before[1]) * unit });
  }
  fingers.set(event.pointerId, now);
});

for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
  map.addEventListener(end, (event) => fingers.delete(event.pointerId));
}
map.addEventListener(
  "click",
  (event) => {
    if (dragged <= 6) return;
    event.preventDefault();
    event.stopPropagation();
    dragged = 0;
  },
  { capture: true },
);
map.addEventListener("dragstart", (event) => event.preventDefault());

map.addEventListener("keydown", (event) => {
  if (!event.shiftKey || !event.key.startsWith("Arrow")) return;
  const step = shown.width / 5;
  const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
  event.preventDefault();
  event.stopPropagation();
  show({ ...shown, x: shown.x + x, y: shown.y + y });
});

const marked = () => document.querySelectorAll("#marks .chosen, #marks .found");
document.addEventListener("htmx:afterSettle", () => {
  show(shown); // new marks come in a drawing of their own
  jump(marked());
});
if (document.querySelector("#marks .found") || location.search.includes("seat=")) jump(marked());
