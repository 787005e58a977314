// A guest nobody expected, or somebody who comes in another's place: both need the server.

import { newId } from "./kept.js";

// `opener` shows the dialog; `ask(path, body)` sends what was typed together with `about()`, and
// `done(words, wanted)` hears the answer. Sent again after a lost answer, it is the same guest.
export function prepare(dialog, opener, { ask, about = () => ({}), done }) {
  const form = dialog.querySelector("form");
  const fault = form.querySelector(".fault");
  let id = "";

  opener.addEventListener("click", () => {
    id = newId();
    fault.hidden = true;
    dialog.showModal();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (event.submitter) event.submitter.disabled = true; // pressed twice, it is one guest
    const wanted = { id, ...Object.fromEntries(new FormData(form)), ...about() };
    const answer = await ask(form.dataset.to, wanted).catch(() => undefined);
    const words = await answer?.json().catch(() => undefined);
    if (event.submitter) event.submitter.disabled = false;
    if (answer?.ok) {
      form.reset();
      dialog.close();
      done(words, wanted);
      return;
    }
    fault.textContent = words?.detail ?? form.dataset.offline;
    fault.hidden = false;
  });

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}
