// Maps that zoom and pan: wheel, drag, two fingers, + and -. Whatever has data-map holds drawings of
// one box, one over the other; all of a page show the same part of it. The page works without.

const maps = [...document.querySelectorAll("[data-map]")];
const [drawing] = maps[0].querySelectorAll(":scope > svg");
const CLOSEST = 14; // times
const SEAT = 8.6; // a seat's width in units of the drawing
const FINGER = 44; // pixels that a finger hits surely
const BLIND = 24; // and below which it hits whatever comes

const whole = drawing.viewBox.baseVal;
const home = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
let shown = { ...home };
let frame = 0;

const bound = (value, low, high) => Math.min(Math.max(value, low), high);

const least = () => Math.min(home.width / CLOSEST, (SEAT * maps[0].clientWidth) / FINGER);

function show(box) {
  const width = bound(box.width, least(), home.width);
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
    for (const map of maps) {
      for (const svg of map.querySelectorAll(":scope > svg")) svg.setAttribute("viewBox", text);
      map.classList.toggle("is-close", shown.width < home.width);
      map.style.setProperty("--pixel", `${shown.width / map.clientWidth}px`); // in units of the drawing
    }
  });
}

// Drawings that came since show the same part of the box.
export const redraw = () => show(shown);

// The point of the drawing under a point of the screen.
function under(map, x, y) {
  const box = map.getBoundingClientRect();
  return [
    shown.x + ((x - box.x) / box.width) * shown.width,
    shown.y + ((y - box.y) / box.height) * shown.height,
  ];
}

function zoom(map, by, x, y) {
  const [px, py] = under(map, x, y);
  const width = bound(shown.width / by, least(), home.width);
  const part = width / shown.width;
  show({ x: px - (px - shown.x) * part, y: py - (py - shown.y) * part, width });
}

function zoomMiddle(map, by) {
  const box = map.getBoundingClientRect();
  zoom(map, by, box.x + box.width / 2, box.y + box.height / 2);
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
  const [x, y] = under(element.closest("[data-map]"), box.x + box.width / 2, box.y + box.height / 2);
  const outside =
    x < shown.x || x > shown.x + shown.width || y < shown.y || y > shown.y + shown.height;
  if (outside) show({ ...shown, x: x - shown.width / 2, y: y - shown.height / 2 });
}

const buttons = document.querySelector("[data-zoom]");
buttons.hidden = false;
buttons.addEventListener("click", (event) => {
  const by = Number(event.target.closest("button")?.dataset.by ?? NaN);
  if (by > 0) zoomMiddle(maps[0], by);
  else if (by === 0) show(home);
});

// One pointer drags, two pinch. A press that hardly moves stays a click; a person that can be carried
// is carried by the mouse, and the map stays.
const fingers = new Map();
let dragged = 0;
let isTouch = false;

const isCarrying = (event) =>
  event.pointerType !== "touch" && event.target.closest?.("[data-arrange] use[id][href^='#g']");

function begin(event) {
  isTouch = event.pointerType === "touch";
  if (!fingers.size) dragged = 0;
  if (event.button || isCarrying(event)) return;
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
}

function move(map, event) {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY];
  const others = [...fingers].filter(([id]) => id !== event.pointerId);
  const size = map.getBoundingClientRect().width;
  dragged += Math.hypot(now[0] - before[0], now[1] - before[1]);
  if (others.length) {
    const [, other] = others[0];
    const far = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]);
    zoom(map, far(now) / Math.max(far(before), 1), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  } else if (shown.width < home.width && dragged > 6) {
    map.setPointerCapture(event.pointerId);
    const unit = shown.width / size;
    show({ ...shown, x: shown.x - (now[0] - before[0]) * unit, y: shown.y - (now[1] - before[1]) * unit });
  }
  fingers.set(event.pointerId, now);
}

function wheel(map, event) {
  const isIn = event.deltaY < 0;
  if (!isIn && shown.width >= home.width) return; // the page scrolls on
  if (isIn && !event.ctrlKey && shown.width >= home.width && !map.matches(":focus-within, :active, .is-close")) {
    // A wheel that only passes over the map scrolls the page; one click or Ctrl lets it zoom.
    return;
  }
  event.preventDefault();
  zoom(map, Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
}

// A finger that cannot tell one seat from the next brings them nearer first. Between the seats of a
// part that is near nobody means to open the block.
function press(map, event) {
  const drawn = (SEAT * map.getBoundingClientRect().width) / shown.width;
  const isBlind = isTouch && drawn < BLIND && event.target.closest("a, use");
  if (dragged <= 6 && !isBlind) {
    if (shown.width < home.width && !event.target.closest("use")) event.preventDefault();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (dragged <= 6) zoom(map, FINGER / drawn, event.clientX, event.clientY);
  dragged = 0;
}

function push(map, event) {
  if (!event.shiftKey || !event.key.startsWith("Arrow")) return;
  const step = shown.width / 5;
  const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
  event.preventDefault();
  event.stopPropagation();
  show({ ...shown, x: shown.x + x, y: shown.y + y });
}

for (const map of maps) {
  map.classList.add("is-live");
  map.addEventListener("pointerdown", begin);
  map.addEventListener("pointermove", (event) => move(map, event));
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    map.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  map.addEventListener("wheel", (event) => wheel(map, event), { passive: false });
  map.addEventListener("click", (event) => press(map, event), { capture: true });
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("keydown", (event) => push(map, event));
}

redraw();

// Where one map shows the seat that was chosen, two show also where those who sit on it sit otherwise.
function marked() {
  const chosen = document.querySelectorAll("[data-map] > .marks .chosen");
  const kinds = chosen.length && maps.length < 2 ? ".chosen" : ":is(.chosen, .found)";
  return document.querySelectorAll(`[data-map] > .marks ${kinds}`);
}
document.addEventListener("htmx:afterSettle", () => {
  redraw(); // new marks come in a drawing of their own
  jump(marked());
});
if (/[?&](q|seat)=/.test(location.search)) jump(marked());
