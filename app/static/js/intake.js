// Keeps what a unit types as a draft, one request at a time. What cannot be kept yet is tried again;
// what somebody else of the unit wrote meanwhile is shown beside the field. Without scripts there is
// a button for it.

const form = document.querySelector("[data-draft]");
const waiting = new Set();
const unanswered = new Map(); // by field: what was sent of it when the network failed
let timer = 0;
let isSaving = false;

function say(text) {
  form.querySelector("[data-said]").textContent = text;
}

function inWords(name, value) {
  const chosen = form.querySelector(`input[type="radio"][name="${name}"][value="${CSS.escape(value)}"]`);
  const option = form.querySelector(`select[name="${name}"] option[value="${CSS.escape(value)}"]`);
  return chosen?.nextElementSibling.textContent ?? option?.textContent ?? value;
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

async function save() {
  const names = [...waiting];
  if (isSaving || !names.length) return;
  isSaving = true;
  waiting.clear();
  const body = new URLSearchParams();
  for (const name of names) {
    body.set(name, form.elements[name].value);
    body.set(`v.${name}`, form.elements[`v.${name}`].value);
  }
  let pause = 0;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { accept: "application/json" }, keepalive: true });
    if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
    heed(names, await answer.json());
    if (!waiting.size) say(form.dataset.saved);
  } catch {
    for (const name of names) {
      waiting.add(name);
      unanswered.set(name, [...(unanswered.get(name) ?? []), body.get(name).trim()]);
    }
    say(form.dataset.unsaved);
    pause = 3000;
  }
  isSaving = false;
  if (waiting.size) later(pause);
}

// An answer that never came may have been kept all the same: then nobody else wrote that.
function heed(names, { seen, theirs }) {
  for (const [name, sign] of Object.entries(seen)) form.elements[`v.${name}`].value = sign;
  for (const name of names) {
    const isMine = name in theirs && (unanswered.get(name) ?? []).includes(theirs[name]);
    unanswered.delete(name);
    if (isMine) waiting.add(name);
    const note = form.querySelector(`[data-theirs="${name}"]`);
    note.hidden = isMine || !(name in theirs);
    note.querySelector("b").textContent = inWords(name, theirs[name] ?? "");
  }
}

// The line above a post's fields tells at once what was said in them.
function retell(target) {
  const post = target.closest(".unit-post");
  if (!post) return;
  if (target.type === "radio") {
    const badge = post.querySelector("[data-answer-badge]");
    badge.textContent = target.nextElementSibling.textContent;
    badge.className = `badge ${{ comes: "good", absent: "warn", instead: "calm", same: "calm" }[target.value] ?? ""}`;
  } else if (target.name.startsWith("name-")) {
    post.querySelector("[data-called]").textContent = target.value;
  }
}

form?.addEventListener("input", ({ target }) => retell(target));
form?.addEventListener("input", ({ target }) => {
  if (!form.elements[`v.${target.name}`]) return;
  waiting.add(target.name);
  say("");
  later(600);
});
if (form) document.addEventListener("visibilitychange", () => document.hidden && save());
