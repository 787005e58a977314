// Seating by hand: people are dragged, or carried by keyboard, from seat to seat. What can be done
// here can be done with the page's forms too; this only makes it one movement.

import { next, show as point, steps } from "./walking.js";

const START = 5; // pixels before a press becomes a drag

let carried = null; // label of the seat whose person is carried
let press = null;
let isBusy = false;
let isBehind = false; // somebody else changed the seating while we were busy

const desk = () => document.getElementById("desk");
const map = () => document.querySelector("[data-arrange]");
const seats = () => [...map().querySelectorAll("use[id]")];
const labelOf = (seat) => `#${seat.id.slice(1)}`;
const seatOf = (target) =>
  target?.closest?.("[data-arrange] use[id]") ?? target?.closest?.("[data-arrange] a")?.querySelector(":scope > use[id]");
const seatAt = (x, y) => seatOf(document.elementFromPoint(x, y));
const seatNamed = (label) => map().querySelector(`#s${Number(label.slice(1))}`);

function place(part) {
  const url = new URL(location.href);
  url.searchParams.set("part", part);
  return url;
}

function put(down) {
  carried = down ? null : carried;
  for (const seat of seats()) {
    seat.classList.toggle("is-picked", labelOf(seat) === carried);
    seat.classList.remove("is-target");
  }
}

function pick(label) {
  carried = label;
  put(false);
}

async function show(response, id, focus = "") {
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const fresh = template.content.getElementById(id);
  if (!fresh) return location.reload();
  const rings = id === "side" ? fresh.querySelector("#rings") : null;
  if (rings) document.querySelector("[data-arrange] #rings").replaceWith(rings);
  document.getElementById(id).replaceWith(fresh);
  if (id !== "desk") return;
  asked = null;
  const seat = focus.startsWith("#") ? seatNamed(focus) : null;
  hold(seat ?? seats()[0]);
  seat?.focus({ preventScroll: true });
}

async function send(form, focus) {
  if (isBusy) return;
  isBusy = true;
  desk().classList.add("is-busy");
  try {
    const address = place("desk");
    address.searchParams.delete("pick");
    const response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { "X-CSRF-Token": desk().dataset.csrf },
    });
    await show(response, "desk", focus);
    isBehind = false;
  } finally {
    isBusy = false;
    carried = null;
    desk().classList.remove("is-busy");
  }
}

const act = (deed, seat, to) => send({ deed, seat, to, seen: desk().dataset.version }, to || seat);

async function look(label) {
  const url = new URL(location.href);
  url.searchParams.set("seat", label);
  url.searchParams.delete("q");
  history.replaceState(null, "", url);
  await show(await fetch(place("side")), "side");
  document.getElementById("side").scrollIntoView({ block: "nearest" });
}

async function catchUp() {
  if (isBusy || press || carried) {
    isBehind = true;
    return;
  }
  const seat = seatOf(document.activeElement);
  const focus = seat ? labelOf(seat) : "";
  await show(await fetch(place("desk")), "desk", focus);
}

// Who sits where, for the tip and for those who listen; asked for again after every change.
let asked = null;
const people = () => (asked ??= fetch(desk().dataset.people).then((answer) => answer.json()));

async function tell(seat) {
  const [label, who, where] = (await people())[seat.id.slice(1)] ?? [];
  const tip = document.querySelector("[data-tip]");
  if (!label || !tip) return;
  seat.setAttribute("aria-label", [label, who ?? tip.dataset.free, where].filter(Boolean).join(", "));
  point(tip, seat, [label, who, where]);
}

function hush() {
  const tip = document.querySelector("[data-tip]");
  if (tip) tip.hidden = true;
}

let held = null;
function hold(seat) {
  held?.setAttribute("tabindex", "-1");
  held = seat;
  seat?.setAttribute("tabindex", "0");
  seat?.setAttribute("role", "button");
}

document.addEventListener("pointerdown", (event) => {
  const seat = seatOf(event.target);
  if (!seat || event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls
  press = { seat, x: event.clientX, y: event.clientY, isDrag: false };
});
document.addEventListener("pointermove", (event) => {
  if (!press) return;
  if (!press.isDrag && Math.hypot(event.clientX - press.x, event.clientY - press.y) < START) return;
  press.isDrag = true;
  map().classList.add("is-dragging");
  pick(labelOf(press.seat));
  seatAt(event.clientX, event.clientY)?.classList.add("is-target");
});
document.addEventListener("pointerup", (event) => {
  if (!press) return;
  const { seat, isDrag } = press;
  press = null;
  map().classList.remove("is-dragging");
  if (!isDrag) return;
  const target = seatAt(event.clientX, event.clientY);
  put(true);
  if (target && target !== seat) act(event.shiftKey ? "unit" : "move", labelOf(seat), labelOf(target));
  else if (isBehind) catchUp();
  // The click that follows a drag is not a click.
  const swallow = (click) => click.preventDefault();
  addEventListener("click", swallow, { capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
});
document.addEventListener("pointercancel", () => {
  press = null;
  put(true);
});
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-arrange]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const lift = event.target.closest("[data-pick]");
  const seat = seatOf(event.target);
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || !(lift || seat)) return;
  event.preventDefault();
  if (lift) {
    pick(`#${lift.dataset.pick}`);
    seatNamed(carried)?.focus();
  } else if (carried && carried !== labelOf(seat)) {
    act(event.shiftKey ? "unit" : "move", carried, labelOf(seat));
  } else {
    hold(seat);
    seat.focus({ preventScroll: true });
    look(labelOf(seat));
  }
});
document.addEventListener("keydown", (event) => {
  const seat = seatOf(event.target);
  if (event.key === "Escape" && carried) {
    put(true);
    if (isBehind) catchUp();
    return;
  }
  if (!seat) return;
  if (steps[event.key]) {
    event.preventDefault();
    const to = next(seats(), seat, steps[event.key]);
    if (to) {
      hold(to);
      to.focus();
    }
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (!carried) {
      pick(labelOf(seat));
      look(labelOf(seat));
    } else if (carried === labelOf(seat)) put(true);
    else act(event.shiftKey ? "unit" : "move", carried, labelOf(seat));
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.closest("#desk")) return;
  event.preventDefault();
  const typed = new FormData(form, event.submitter);
  send(typed, typed.get("to") || typed.get("seat") || "");
});

document.addEventListener("pointerover", (event) => {
  const seat = seatOf(event.target);
  if (seat && event.pointerType !== "touch") tell(seat);
  else hush();
});
document.addEventListener("focusin", (event) => {
  const seat = seatOf(event.target);
  if (!seat) return;
  hold(seat);
  if (seat.matches(":focus-visible")) tell(seat);
});

hold(seats()[0]);
new EventSource(desk().dataset.stream).addEventListener("message", (event) => {
  if (Number(event.data) > Number(desk().dataset.version)) catchUp();
});
