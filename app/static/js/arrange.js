// Seating by hand: people are dragged, or carried by keyboard or finger, from seat to seat. What can
// be done here can be done with the page's forms too; this only makes it one movement.

import { carry, carried, drop, isForUnit, isHeld } from "./carrying.js";
import { jump } from "./map.js";
import { askWhom, renew } from "./renewing.js";
import { bring, remember, seatOf, walk } from "./walking.js";

const START = 5; // pixels before a press becomes a drag
const TYPED = 250; // milliseconds after the last letter

const desk = () => document.getElementById("desk");
const map = document.querySelector("[data-arrange]");
const version = () => Number(desk().dataset.version);
const labelOf = (seat) => `#${seat.id.slice(1)}`;
const seatNamed = (label) => map.querySelector(`#s${Number(label.slice(1))}`);
const lost = document.getElementById("lost"); // that the server did not answer
const seatIn = (target) => (map.contains(target) ? seatOf(target) : null);
const seatAt = (x, y) => seatIn(document.elementFromPoint(x, y));

function place(part) {
  const url = new URL(location.href);
  url.searchParams.set("part", part);
  return url;
}

function rememberLook(seat, q) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries({ seat, q })) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  url.searchParams.delete("pick");
  remember(url);
}

// Acts go one after the other. One that waited for another of this page may follow it, but never
// what somebody else did meanwhile: then it goes with the version it was made for, and is refused.
let work = Promise.resolve();
let waiting = 0;
let done = 0;
let asking = 0; // what was asked for last; answers to earlier questions come too late

function send(form, seen, focus = "") {
  const before = done;
  waiting += 1;
  desk().classList.add("is-busy");
  work = work
    .then(() => carryOut(form, seen, before, focus))
    .catch(() => (lost.hidden = false))
    .finally(() => {
      waiting -= 1;
      desk().classList.toggle("is-busy", waiting > 0);
      catchUp();
    });
}

async function carryOut(form, seen, before, focus) {
  const address = place("desk");
  for (const name of ["pick", "q"]) address.searchParams.delete(name);
  const was = version();
  form.set("seen", was === seen + done - before ? was : seen);
  address.searchParams.set("since", was); // what others did before it is told
  const response = await fetch(address, { method: "POST", body: form, headers: { "X-CSRF-Token": desk().dataset.csrf } });
  asking += 1;
  done += Number(await renew(response));
  lost.hidden = true;
  document.getElementById("q").value = "";
  rememberLook(desk().dataset.seat, "");
  if (focus || document.activeElement === document.body) settle(seatNamed(focus || desk().dataset.chosen));
  document.querySelector("[role='alert']")?.scrollIntoView({ block: "nearest" });
  document.querySelector("[data-told]").textContent = document.querySelector(".edit-bar .last").textContent;
}

async function ask(address) {
  const turn = (asking += 1);
  const response = await fetch(address).catch(() => null);
  if (!response) lost.hidden = false;
  else if (turn === asking) await renew(response);
}

function settle(seat) {
  if (!seat) return;
  hold(seat);
  seat.focus({ preventScroll: true });
}

const act = (deed, seat, to, seen) => send(new URLSearchParams({ deed, seat, to }), seen, to || seat);

function putDown(seat, isUnit) {
  const { label, seen } = drop();
  if (label !== labelOf(seat)) act(isUnit ? "unit" : "move", label, labelOf(seat), seen);
}

async function lift(seat) {
  if (!isHeld(seat)) return;
  const seen = version();
  carry(seat, seen, "");
  const [label, who] = await told(seat);
  if (carried() === seat) carry(seat, seen, `${who} (${label})`);
}

async function look(label) {
  rememberLook(label, "");
  await ask(place("side"));
  document.getElementById("q").value = "";
  const panel = document.querySelector(".seat-panel");
  if (panel) bring(panel);
}

async function find() {
  rememberLook(new URL(location.href).searchParams.get("seat"), document.getElementById("q").value);
  await ask(place("side"));
  jump(map.querySelectorAll("#rings .found"));
}

// What others did comes at once, and takes nothing from what is being done here.
let newest = 0;
async function catchUp() {
  if (waiting || newest <= version()) return;
  const address = place("desk");
  address.searchParams.set("since", version());
  await ask(address);
}

let press = null;
// Who sits there; over whom somebody is dragged is not told.
const told = async (seat) => (press?.isDrag ? [] : ((await askWhom())[seat.id.slice(1)] ?? []));
const { hold, hush } = walk(map, "button", told);

map.addEventListener("pointerdown", (event) => {
  const seat = seatOf(event.target);
  if (!seat || !isHeld(seat) || event.button !== 0 || event.pointerType === "touch") return; // a finger moves the map
  press = { seat, seen: version(), x: event.clientX, y: event.clientY, isDrag: false };
});
document.addEventListener("pointermove", (event) => {
  if (!press) return;
  if (!press.isDrag && Math.hypot(event.clientX - press.x, event.clientY - press.y) < START) return;
  press.isDrag = true;
  hush();
  carry(press.seat, press.seen, "");
  map.classList.add("is-dragging");
  for (const seat of map.querySelectorAll(".is-target")) seat.classList.remove("is-target");
  seatAt(event.clientX, event.clientY)?.classList.add("is-target");
});
document.addEventListener("pointerup", (event) => {
  if (!press) return;
  const { isDrag } = press;
  press = null;
  map.classList.remove("is-dragging");
  if (!isDrag) return;
  const target = seatAt(event.clientX, event.clientY);
  if (target) putDown(target, event.shiftKey);
  else drop();
  // The click that follows a drag is not a click.
  const swallow = (click) => click.preventDefault();
  addEventListener("click", swallow, { capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
});
document.addEventListener("pointercancel", () => {
  if (press?.isDrag) drop();
  press = null;
});
document.addEventListener("click", (event) => {
  event.target.closest("[data-hush]")?.parentElement.remove();
  const up = event.target.closest("[data-pick]");
  const found = event.target.closest("[data-look]");
  const seat = seatIn(event.target);
  if (carried() && event.target.closest("[data-arrange] a")) event.preventDefault(); // no block is opened now
  if (event.defaultPrevented && !seat) return;
  if (event.ctrlKey || event.metaKey || !(up || found || seat)) return;
  event.preventDefault();
  if (up) {
    const from = seatNamed(`#${up.dataset.pick}`);
    lift(from);
    map.scrollIntoView({ block: "nearest" });
    settle(from);
  } else if (found) {
    look(found.dataset.look).then(() => jump(map.querySelectorAll("#rings .chosen")));
  } else if (carried()) {
    putDown(seat, event.shiftKey || isForUnit());
  } else {
    settle(seat);
    look(labelOf(seat));
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && carried()) {
    press = null;
    map.classList.remove("is-dragging");
    drop();
    return;
  }
  const seat = seatIn(event.target);
  if (!seat) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    if (carried()) putDown(seat, event.shiftKey || isForUnit());
    else {
      lift(seat);
      look(labelOf(seat));
    }
  }
});

let typing = 0;
document.getElementById("q").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(find, TYPED);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "find") {
    event.preventDefault();
    clearTimeout(typing);
    find();
  } else if (form.method === "post" && form.closest("#desk")) {
    event.preventDefault();
    const typed = new URLSearchParams(new FormData(form, event.submitter));
    send(typed, Number(typed.get("seen")));
  }
});

new EventSource(desk().dataset.stream).addEventListener("message", (event) => {
  newest = Math.max(newest, Number(event.data));
  catchUp();
});
