// The seats of maps: what is under the pointer, arrow keys from seat to seat, and a seat that opens
// beside the map without loading the page anew.

import { keepInSight } from "./map.js";
import { bring, next, remember, show, steps } from "./walking.js";

const seatOf = (target) => target.closest?.("use[id]") ?? target.closest?.("a")?.querySelector("use[id]");

function walkable(map) {
  const tip = map.parentElement.querySelector("[data-tip]");
  const seats = [...map.querySelectorAll("use[id]")];

  // Who sits where is asked for once, when somebody first points at the map.
  let asked = null;
  const people = () => (asked ??= fetch(map.dataset.people).then((answer) => (answer.ok ? answer.json() : {})));
  const told = async (seat) => (await people())[seat.id.slice(1)] ?? [];

  async function point(seat) {
    const [label, who, where] = await told(seat);
    if (label) show(tip, seat, [label, who, where]);
  }

  let held = null;
  async function hold(seat) {
    held?.setAttribute("tabindex", "-1");
    held = seat;
    seat.setAttribute("tabindex", "0");
    seat.setAttribute("role", "link");
    if (seat.ariaLabel) return;
    const [label, ...more] = await told(seat);
    if (label) seat.setAttribute("aria-label", [label, ...more].join(", "));
  }

  async function open(seat) {
    const [label] = await told(seat);
    const url = new URL(map.dataset.seat + encodeURIComponent(label ?? seat.id.slice(1)), location.href);
    const search = document.getElementById("q");
    if (search?.value) url.searchParams.set("q", search.value);
    hold(seat);
    await htmx.ajax("GET", url.pathname + url.search, { target: "#beside", swap: "outerHTML" });
    remember(url);
    bring(document.getElementById("beside"));
  }

  for (const seat of seats) seat.closest("a")?.querySelector("title")?.remove(); // the tip says more
  if (seats.length) {
    held = seats[0];
    held.setAttribute("tabindex", "0");
    held.setAttribute("role", "link");
  }

  map.addEventListener("pointerover", (event) => {
    const seat = seatOf(event.target);
    if (seat && event.pointerType !== "touch") point(seat);
    else tip.hidden = true;
  });
  map.addEventListener("pointerleave", () => (tip.hidden = true));
  map.addEventListener("focusin", (event) => {
    const seat = seatOf(event.target);
    if (!seat) return;
    hold(seat);
    if (seat.matches(":focus-visible")) point(seat);
  });
  map.addEventListener("focusout", () => (tip.hidden = true));
  map.addEventListener("click", (event) => {
    const seat = seatOf(event.target);
    if (!seat || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(seat);
  });
  map.addEventListener("keydown", (event) => {
    const seat = seatOf(event.target);
    if (!seat || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(seat);
    } else if (steps[event.key]) {
      event.preventDefault();
      const to = next(seats, seat, steps[event.key]);
      if (!to) return;
      hold(to);
      keepInSight(to);
      to.focus({ preventScroll: false });
    }
  });
}

for (const map of document.querySelectorAll("[data-map]")) walkable(map);
