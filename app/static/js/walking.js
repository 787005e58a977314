// Over the drawn seats: arrow keys from one to the next, and the tip beside the one pointed at.

export const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function middle(seat) {
  const box = seat.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// The nearest seat ahead, within a right angle; what lies beside counts three times as far.
export function next(seats, from, [right, down]) {
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
export function show(tip, seat, [label, who, where]) {
  tip.replaceChildren(Object.assign(document.createElement("strong"), { textContent: label }), ` ${who ?? tip.dataset.free}`);
  if (where) tip.append(Object.assign(document.createElement("span"), { textContent: where }));
  tip.hidden = false;
  const [box, frame] = [seat.getBoundingClientRect(), tip.parentElement.getBoundingClientRect()];
  const wide = tip.offsetWidth;
  tip.style.left = `${Math.min(Math.max(box.x + box.width / 2 - frame.x - wide / 2, 0), frame.width - wide)}px`;
  const above = box.y - frame.y - tip.offsetHeight - 6;
  tip.style.top = `${above > 0 ? above : box.bottom - frame.y + 6}px`;
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
