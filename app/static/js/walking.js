// Over the drawn seats: arrow keys from one to the next, and the tip beside the one pointed at.

import { keepInSight } from "./map.js";

const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function middle(seat) {
  const box = seat.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// The nearest seat ahead, within a right angle; what lies beside counts three times as far.
function next(seats, from, [right, down]) {
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const seat of seats) {
    const [sx, sy] = middle(seat);
    const [dx, dy] = [sx - x, sy - y];
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    const far = ahead + 3 * aside;
    if (ahead > aside && far < least) [best, least] = [seat, far];
  }
  return best;
}

// Who sits there is written into the tip, which stays within its frame.
function show(tip, seat, [label, who, where]) {
  tip.replaceChildren(Object.assign(document.createElement("strong"), { textContent: label }), ` ${who ?? tip.dataset.free}`);
  if (where) tip.append(Object.assign(document.createElement("span"), { textContent: where }));
  tip.hidden = false;
  const [box, frame] = [seat.getBoundingClientRect(), tip.parentElement.getBoundingClientRect()];
  const wide = tip.offsetWidth;
  tip.style.left = `${Math.min(Math.max(box.x + box.width / 2 - frame.x - wide / 2, 0), frame.width - wide)}px`;
  const above = box.y - frame.y - tip.offsetHeight - 6;
  tip.style.top = `${above > 0 ? above : box.bottom - frame.y + 6}px`;
}

// The seat drawn at what was pressed or pointed at.
export const seatOf = (target) => target?.closest?.("use[id]") ?? target?.closest?.("a")?.querySelector(":scope > use[id]");

// One seat of a map is reached by Tab, all others from there; `told` answers with the label of a seat,
// who sits there and where that is. Returns how to go to a seat, and how to hush the tip.
export function walk(map, role, told) {
  const tip = map.parentElement.querySelector("[data-tip]");
  const seats = [...map.querySelectorAll("use[id]")];
  let held = null;
  let pointed = null;

  function hold(seat) {
    held?.setAttribute("tabindex", "-1");
    held = seat;
    seat.setAttribute("tabindex", "0");
    seat.setAttribute("role", role);
  }

  async function name(seat) {
    const [label, who, where] = await told(seat);
    if (!label) return;
    seat.setAttribute("aria-label", [label, who ?? tip.dataset.free, where].filter(Boolean).join(", "));
    if (seat === pointed) show(tip, seat, [label, who, where]);
  }

  function hush() {
    pointed = null;
    tip.hidden = true;
  }

  function point(seat) {
    hush();
    pointed = seat;
    name(seat);
  }

  for (const seat of seats) seat.closest("a")?.querySelector("title")?.remove(); // the tip says more
  if (seats.length) hold(seats[0]);
  map.addEventListener("pointerover", (event) => {
    const seat = seatOf(event.target);
    if (seat && event.pointerType !== "touch") point(seat);
    else hush();
  });
  map.addEventListener("pointerleave", hush);
  map.addEventListener("focusin", (event) => {
    const seat = seatOf(event.target);
    if (!seat) return;
    hold(seat);
    if (seat.matches(":focus-visible")) point(seat);
    else name(seat);
  });
  map.addEventListener("focusout", hush);
  map.addEventListener("keydown", (event) => {
    const seat = seatOf(event.target);
    if (!seat || !steps[event.key] || event.shiftKey) return;
    event.preventDefault();
    const to = next(seats, seat, steps[event.key]);
    if (!to) return;
    hold(to);
    keepInSight(to);
    to.focus();
  });
  return { hold, hush };
}

// A panel that lies below the map on small screens: so much of it is shown as tells who sits there.
export function bring(panel) {
  const box = panel.getBoundingClientRect();
  const hidden = box.top + Math.min(box.height, 230) - innerHeight;
  if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
  else if (box.bottom < 0) panel.scrollIntoView({ block: "nearest" });
}

// The address of what is shown; the links that only colour it anew lead to the same seat.
export function remember(url) {
  history.replaceState(null, "", url);
  for (const link of document.querySelectorAll(".by a:not([data-arrival])")) {
    const to = new URL(link.href);
    to.searchParams.set("seat", url.searchParams.get("seat") ?? "");
    link.href = to;
  }
}
