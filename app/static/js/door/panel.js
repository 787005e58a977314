// What the usher sees, hears and feels of a verdict. Its words come from the page's templates, in the
// reader's language.

import { signal } from "./senses.js";

const panel = document.getElementById("verdict");
const words = (verdict) => document.querySelector(`template[data-verdict="${verdict}"]`).content;

// The next card is being read: what stands there is about somebody before.
export const checking = () => panel.classList.add("is-checking");

// `insist` is called where the usher lets somebody pass who should have asked first.
export function tell(verdict, person, insist) {
  panel.replaceChildren(words(verdict).cloneNode(true));
  panel.dataset.side = person.side ?? "";
  panel.className = panel.querySelector("[data-tone]").dataset.tone;
  for (const slot of panel.querySelectorAll("[data-slot]")) {
    const text = person[slot.dataset.slot] ?? "";
    slot.textContent = text;
    (slot.closest("[data-if]") ?? slot).hidden = !text;
  }
  panel.querySelector("[data-insist]")?.addEventListener("click", insist);
  clear(false);
  signal(panel.className);
}

export function clear(isReady = true) {
  panel.hidden = isReady;
  document.getElementById("ready").hidden = !isReady;
}

// The server saw an earlier scan otherwise.
export function notice({ name, verdict }) {
  const line = document.querySelector("template[data-notice]").content.cloneNode(true);
  line.querySelector("[data-slot=name]").textContent = name ?? "";
  line.querySelector("[data-slot=verdict]").textContent = words(verdict).querySelector("strong").textContent;
  line.querySelector("button").addEventListener("click", ({ target }) => target.closest("li").remove());
  document.getElementById("notices").prepend(line);
}
