// What the server sends of the desk goes into the page that is open: seats change their colour where
// they are, so that the map keeps its part and whatever is held on it; the rest is put in anew, with
// what somebody was typing, reading or had unfolded there.

import { redraw } from "./map.js";

const PARTS = ["rings", "bar", "side", "legend"]; // the rings come within the side, and leave it first

// Who sits where, by the id of the seat; asked for again after every change, and after a failure.
let asked = null;
export async function askWhom() {
  asked ??= fetch(document.getElementById("desk").dataset.people).then((answer) => answer.json());
  try {
    return await asked;
  } catch {
    asked = null;
    return {};
  }
}

const seatOf = (part) => part.querySelector("#seat-label")?.textContent;
const marks = (element) =>
  element.id ||
  element.dataset.key ||
  element.closest("summary")?.parentElement.id ||
  (element.name && `${element.name}=${element.value}`) ||
  element.getAttribute("href");

function keep(old, fresh) {
  const isSame = seatOf(old) === seatOf(fresh);
  if (isSame) keepTyped(old, fresh);
  fresh.open = old.open; // where it is folded as a whole
  for (const fold of old.querySelectorAll("details[id][open]")) {
    const again = fresh.querySelector(`#${fold.id}`);
    if (again && (isSame || !fold.closest(".seat-panel"))) again.open = true;
  }
  const active = document.activeElement;
  const wanted = old.contains(active) ? marks(active) : "";
  const [start, end] = active?.selectionStart === undefined ? [] : [active.selectionStart, active.selectionEnd];
  const top = old.scrollTop;
  old.replaceWith(fresh);
  fresh.scrollTop = top;
  const again = wanted && [...fresh.querySelectorAll("a, button, input, summary")].find((one) => marks(one) === wanted);
  if (!again) return;
  (again.disabled ? fresh.querySelector("button:enabled") : again)?.focus({ preventScroll: true });
  if (start !== undefined && start !== null) again.setSelectionRange(start, end);
}

// What is typed was meant for whoever sat there: the server tells if that has changed.
function keepTyped(old, fresh) {
  for (const field of old.querySelectorAll("input[id]")) {
    const again = fresh.querySelector(`#${field.id}`);
    if (!again || field.value === field.defaultValue) continue;
    again.value = field.value;
    again.form.elements.seen.value = field.form.elements.seen.value;
    const fold = again.closest("details");
    if (fold) fold.open = true;
  }
}

function paint(fresh) {
  for (const seat of fresh.querySelectorAll("[data-arrange] use[id]")) {
    const now = document.getElementById(seat.id);
    if (!now) return false;
    const shape = seat.getAttribute("href");
    if (now.getAttribute("href") !== shape) now.setAttribute("href", shape);
  }
  return true;
}

// Puts the answer in, and tells whether what was asked for has been done; a hall that has changed, or
// a session that ended, opens the page anew.
export async function renew(response) {
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  const { content } = template;
  const desk = content.getElementById("desk");
  if (!content.getElementById("side") || (desk && !paint(desk))) return location.reload();
  for (const part of PARTS) {
    const fresh = content.getElementById(part);
    if (fresh) keep(document.getElementById(part), fresh);
  }
  if (desk) {
    const { version, seat, chosen } = desk.dataset;
    Object.assign(document.getElementById("desk").dataset, { version, seat, chosen });
    asked = null;
    document.dispatchEvent(new Event("seating"));
  }
  redraw();
  return desk?.hasAttribute("data-done") ?? false;
}
