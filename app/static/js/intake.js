// Keeps what a unit types as a draft. What cannot be kept yet is tried again; what somebody else of
// the unit wrote meanwhile is shown beside the field. Without scripts there is a button for it.

const form = document.querySelector("[data-draft]");
const waiting = new Set();
let timer = 0;

function say(text) {
  form.querySelector("[data-said]").textContent = text;
}

function inWords(name, value) {
  const chosen = form.querySelector(`input[type="radio"][name="${name}"][value="${CSS.escape(value)}"]`);
  const option = form.querySelector(`select[name="${name}"] option[value="${CSS.escape(value)}"]`);
  return chosen?.nextElementSibling.textContent ?? option?.textContent ?? value;
}

async function save() {
  const names = [...waiting];
  waiting.clear();
  if (!names.length) return;
  const body = new URLSearchParams();
  for (const name of names) {
    body.set(name, form.elements[name].value);
    body.set(`v.${name}`, form.elements[`v.${name}`].value);
  }
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { accept: "application/json" } });
    if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
    const { versions, theirs } = await answer.json();
    for (const [name, version] of Object.entries(versions)) form.elements[`v.${name}`].value = version;
    for (const name of names) {
      const note = form.querySelector(`[data-theirs="${name}"]`);
      note.hidden = !(name in theirs);
      note.querySelector("b").textContent = inWords(name, theirs[name] ?? "");
    }
    say(form.dataset.saved);
  } catch {
    names.forEach((name) => waiting.add(name));
    say(form.dataset.unsaved);
    timer = setTimeout(save, 3000);
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
  clearTimeout(timer);
  timer = setTimeout(save, 600);
});
