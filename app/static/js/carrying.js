// The person who is carried from seat to seat, by whatever hand, and the line that says so.

const line = document.getElementById("carrying");
const unit = line.querySelector("input");
let from = null;
let seen = 0; // the version of the map when they were lifted

// Somebody sits there.
export const isHeld = (seat) => seat.getAttribute("href").startsWith("#g");

export const carried = () => from;
export const isForUnit = () => unit.checked;

// `said` is empty where the pointer itself shows who is carried.
export function carry(seat, version, said) {
  from?.classList.remove("is-picked");
  from = seat;
  seen = version;
  seat.classList.add("is-picked");
  line.hidden = !said;
  line.querySelector("[role='status']").textContent = line.dataset.said.replace("{who}", said);
}

// Where they came from, and the version they were lifted at.
export function drop() {
  const was = { label: `#${from.id.slice(1)}`, seen };
  from.classList.remove("is-picked");
  for (const seat of document.querySelectorAll("[data-arrange] .is-target")) seat.classList.remove("is-target");
  from = null;
  line.hidden = true;
  unit.checked = false;
  return was;
}

line.querySelector("button").addEventListener("click", drop);
