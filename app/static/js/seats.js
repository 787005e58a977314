// The seat map: a seat opens beside it without loading the page anew; arrow keys walk the seats.

const map = document.querySelector("[data-map]");
const seats = [...map.querySelectorAll("a[tabindex]")];
const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function middle(seat) {
  const box = seat.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// The nearest seat ahead, within a right angle; what lies beside counts three times as far.
function next(from, [right, down]) {
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const seat of seats) {
    const [dx, dy] = [middle(seat)[0] - x, middle(seat)[1] - y];
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    const far = ahead + 3 * aside;
    if (ahead > aside && far < least) [best, least] = [seat, far];
  }
  return best;
}

function hold(seat) {
  for (const other of seats) other.tabIndex = other === seat ? 0 : -1;
}

async function open(seat) {
  const url = new URL(seat.getAttribute("href"), location.href);
  const search = document.getElementById("q");
  if (search?.value) url.searchParams.set("q", search.value);
  hold(seat);
  await htmx.ajax("GET", url.pathname + url.search, { target: "#beside", swap: "outerHTML" });
  history.replaceState(null, "", url.pathname + url.search);
  document.getElementById("beside").scrollIntoView({ block: "nearest" });
}

if (seats.length) hold(seats[0]);
map.addEventListener("click", (event) => {
  const seat = event.target.closest("a[tabindex]");
  if (!seat || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(seat);
});
map.addEventListener("keydown", (event) => {
  const seat = event.target.closest("a[tabindex]");
  if (!seat || !steps[event.key]) return;
  event.preventDefault();
  const to = next(seat, steps[event.key]);
  if (to) {
    hold(to);
    to.focus();
  }
});
