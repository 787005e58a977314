// Drawing a hall: a pressed seat is named in the form, the ground gives its place to whatever form
// is open. Without this, seats and places are typed.

const map = document.querySelector("[data-map]");
const field = document.getElementById("seats");
const marks = document.getElementById("marks");
const SCALE = 10;

const names = () => field.value.split(/[,;\s]+/).filter(Boolean);

let asked = null;
const labels = () => (asked ??= fetch(map.dataset.people).then((answer) => (answer.ok ? answer.json() : {})));

function middle(seat) {
  const at = new DOMPoint(seat.x.baseVal.value, seat.y.baseVal.value);
  return at.matrixTransform(marks.getScreenCTM().inverse().multiply(seat.getScreenCTM()));
}

async function ring() {
  const all = await labels();
  const chosen = new Set(names());
  marks.replaceChildren();
  for (const seat of map.querySelectorAll("use[id]")) {
    if (!chosen.has(all[seat.id.slice(1)]?.[0])) continue;
    const at = middle(seat);
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [name, value] of Object.entries({ cx: at.x, cy: at.y, r: 9, class: "found" })) circle.setAttribute(name, value);
    marks.append(circle);
  }
}

async function press(seat) {
  const label = (await labels())[seat.id.slice(1)]?.[0];
  if (!label) return;
  const chosen = names();
  const kept = chosen.includes(label) ? chosen.filter((name) => name !== label) : [...chosen, label];
  field.value = kept.join(", ");
  field.closest("details").open = true;
  ring();
}

function put(event) {
  const open = document.querySelector(".editing details[open]");
  const [x, y] = [open?.querySelector("[data-x]"), open?.querySelector("[data-y]")];
  if (!x || !y) return false;
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(marks.getScreenCTM().inverse());
  x.value = (at.x / SCALE).toFixed(1);
  y.value = (at.y / SCALE).toFixed(1);
  return true;
}

map.addEventListener("click", (event) => {
  const seat = event.target.closest("use[id]") ?? event.target.closest("a")?.querySelector("use[id]");
  if (seat) {
    event.preventDefault();
    press(seat);
  } else if (put(event)) {
    event.preventDefault();
  }
});
field.addEventListener("input", ring);
if (field.value) ring();
