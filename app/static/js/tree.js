// The planner's rows on screen: new figures are written into them, and what is being typed stays.

export const tree = () => document.getElementById("tree");
export const rowOf = (element) => element.closest("li.item, li.cue");
export const isUnsent = (field) => field.value !== (field.dataset.sent ?? field.defaultValue);
export const isPlanned = () => document.querySelector("#tree .planner") !== null; // else two versions wait for a choice

let drawing = false;

// The field that somebody types in. Rows that are drawn anew let go of it for a moment.
export function typing() {
  return document.activeElement?.matches("#tree input[id]") ? document.activeElement : null;
}

export const isDrawing = () => drawing;

function drawn(act) {
  const field = typing();
  const [from, to] = [field?.selectionStart, field?.selectionEnd];
  drawing = true;
  try {
    act();
    const again = field && document.getElementById(field.id);
    if (!again || document.activeElement === again) return;
    if (again !== field && isUnsent(field)) again.value = field.value;
    again.focus({ preventScroll: true });
    again.setSelectionRange(from, to);
  } finally {
    drawing = false;
  }
}

// A part of the page as the server has drawn it: the tree, a choice between two versions, a notice.
export function replace(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  const part = template.content.querySelector("#notice, #tree");
  if (!part) return;
  drawn(() => {
    const kept = [...document.querySelectorAll("#tree [name=length]")].filter(isUnsent);
    if (part.id === "tree") document.getElementById("notice").replaceChildren();
    document.getElementById(part.id).replaceWith(part);
    if (part.id === "tree") kept.forEach(keep);
  });
}

// What was typed into a field stands in it again, with the version that was seen then.
function keep(field) {
  const again = document.getElementById(field.id);
  if (!again) return;
  again.value = field.value;
  again.className = field.className;
  again.form.elements.version.value = field.form.elements.version.value;
}

// The figures of all rows; false where a row is missing, or says something else than it did.
// `later`: more changes of this page are on their way.
export function write({ mark, head, rows }, later) {
  const all = new Map();
  for (const row of document.querySelectorAll("#tree .planner [data-sign]")) all.set(row.id, row);
  if (all.size !== rows.length || !all.size) return false;
  if (rows.some(([id, , , , , sign]) => all.get(id)?.dataset.sign !== String(sign))) return false;
  drawn(() => {
    document.getElementById("notice").replaceChildren();
    const shut = document.querySelector("#tree .faults")?.open;
    document.getElementById("planner-head").outerHTML = head;
    const faults = document.querySelector("#tree .faults");
    if (faults && shut !== undefined) faults.open = shut;
    const told = new Map();
    for (const line of faults?.querySelectorAll("li") ?? []) {
      const id = line.firstElementChild.hash.slice(1);
      told.set(id, [...(told.get(id) ?? []), line.lastElementChild.textContent]);
    }
    arrange(rows, all);
    for (const row of rows) figure(all.get(row[0]), row, told.get(row[0]) ?? [], later);
    tree().dataset.mark = mark;
  });
  return true;
}

// The rows in their order; those that stand right are not touched.
function arrange(rows, all) {
  const planner = document.querySelector("#tree .planner");
  let item = null, cues = null, items = 0, number = 0;
  for (const [id] of rows) {
    const row = all.get(id);
    if (row.dataset.kind === "items") {
      if (planner.children[items] !== row) planner.insertBefore(row, planner.children[items]);
      [item, cues, number] = [row, row.querySelector(":scope > .cues"), 0];
      items += 1;
      continue;
    }
    if (!cues) item.append((cues = Object.assign(document.createElement("ol"), { className: "cues" })));
    if (cues.children[number] !== row) cues.insertBefore(row, cues.children[number] ?? null);
    row.dataset.item = item.dataset.id;
    number += 1;
  }
  for (const empty of planner.querySelectorAll(".cues:empty")) empty.remove();
  for (const button of planner.querySelectorAll(".item > .row .moves button")) {
    const row = rowOf(button);
    button.disabled = !(button.matches(".up") ? row.previousElementSibling : row.nextElementSibling);
  }
}

function figure(row, [, number, version, when, length, , filled], faults, later) {
  const line = row.firstElementChild;
  const [time, name, what] = [".when", ".n", ".what"].map((part) => line.querySelector(part));
  if (time.textContent !== when) time.textContent = when;
  if (name.textContent !== number) renumber(row, line, name, number);
  if (filled !== undefined) {
    const sum = what.querySelector(".filled");
    if (sum.textContent !== filled) sum.textContent = filled;
  }
  const badges = [...what.querySelectorAll(":scope > .badge.warn")];
  if (badges.map((badge) => badge.textContent).join("\n") !== faults.join("\n")) {
    for (const badge of badges) badge.remove();
    what.append(...faults.map((text) => Object.assign(document.createElement("span"), { className: "badge warn", textContent: text })));
  }
  const field = line.elements?.namedItem("length");
  if (!field) return;
  // What is typed answers to what was seen then: where that has changed, both versions are shown.
  if (isUnsent(field) && field.value !== length) return;
  const held = line.elements.namedItem("version");
  if (held.value !== String(version)) held.value = version;
  if (later && field.dataset.sent !== undefined) return;
  delete field.dataset.sent;
  field.classList.remove("unsaved");
  if (field.value !== length) field.value = length;
  if (field.defaultValue !== length) field.defaultValue = length;
}

function renumber(row, line, name, number) {
  for (const element of line.querySelectorAll("[aria-label]")) {
    element.ariaLabel = element.ariaLabel.replace(name.textContent, number);
  }
  name.textContent = number;
  row.dataset.number = number.split(".").at(-1);
}
