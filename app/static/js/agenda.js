// The planner: a length, a move or an undo is sent at once, and the figures of all rows come back
// timed. Without this script every row is a plain form that does the same with a page load.

const tree = () => document.getElementById("tree");
const rowOf = (element) => element.closest("li.item, li.cue");
const own = new Map(); // of a row's version: the version that this page made of it
const HERE = location.pathname.match(/^.*\/agenda/)[0];
const FIGURES = { Accept: "application/json", "HX-Request": "true" };
let sending = Promise.resolve();
let waiting = 0;

// One after the other.
function after(act) {
  waiting += 1;
  sending = sending.then(act).catch(() => {}).finally(() => (waiting -= 1));
  return sending;
}

// What is typed quickly builds on this page's own change before it; it is refused where somebody
// else has changed the row.
function send(address, values, focus) {
  return after(async () => {
    const body = new URLSearchParams(values);
    const [, kind, id] = address.match(/\/(items|cues)\/(\d+)\//) ?? [];
    const row = () => document.querySelector(`#tree [data-kind="${kind}"][data-id="${id}"]`);
    let version = body.get("version");
    while (own.has(`${kind}${id}:${version}`)) version = own.get(`${kind}${id}:${version}`);
    if (version) body.set("version", version);
    const answer = await fetch(address, { method: "POST", body, headers: FIGURES });
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    const figures = await show(answer);
    // A row that is typed in keeps the version it was seen with; the figures say what it has become.
    const made = figures?.find(([shown]) => shown === row()?.id)?.[2] ?? row()?.querySelector("[name=version]")?.value;
    if (answer.ok && Number(made) === Number(version) + 1) own.set(`${kind}${id}:${version}`, String(made));
    restore(focus);
  });
}

// New figures for the rows that are there; where other rows are needed, the tree anew. Else both
// versions of a row in its place, or a notice above it. What is being typed stays. Gives the figures
// that came.
async function show(answer) {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return replace(await answer.text());
  const found = await answer.json();
  if (!write(found)) await fresh();
  return found.rows;
}

async function fresh() {
  const answer = await fetch(HERE, { headers: { "HX-Request": "true" } });
  if (answer.ok) replace(await answer.text());
}

function typing() {
  return document.activeElement?.matches("#tree input[id]") ? document.activeElement : null;
}

const isUnsent = (field) => field.value !== (field.dataset.sent ?? field.defaultValue);

// The field that is typed in, after it was drawn anew.
function resume(field) {
  const again = field && document.getElementById(field.id);
  if (!again || document.activeElement === again) return;
  if (again !== field && isUnsent(field)) again.value = field.value;
  again.focus({ preventScroll: true });
  if (field.selectionStart !== null) again.setSelectionRange(field.selectionStart, field.selectionEnd);
}

function replace(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  const part = template.content.querySelector("#notice, #tree");
  if (!part) return;
  const field = typing();
  const kept = [...document.querySelectorAll("#tree [name=length]")].filter((one) => one !== field && isUnsent(one));
  if (part.id === "tree") document.getElementById("notice").replaceChildren();
  document.getElementById(part.id).replaceWith(part);
  for (const one of part.id === "tree" ? kept : []) {
    const again = document.getElementById(one.id);
    if (again) again.value = one.value;
  }
  resume(field);
}

// False where a row is missing, or says something else than it did.
function write({ mark, head, rows }) {
  const all = new Map();
  for (const row of document.querySelectorAll("#tree .planner [data-sign]")) all.set(row.id, row);
  if (all.size !== rows.length || !all.size) return false;
  if (rows.some(([id, , , , , sign]) => all.get(id)?.dataset.sign !== String(sign))) return false;
  const field = typing();
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
  for (const row of rows) figure(all.get(row[0]), row, told.get(row[0]) ?? []);
  tree().dataset.mark = mark;
  resume(field);
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

function figure(row, [, number, version, when, length, , filled], faults) {
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
  // Whoever is typing answers to what they saw: they are shown both versions.
  if (document.activeElement === field && isUnsent(field)) return;
  const held = line.elements.namedItem("version");
  if (held.value !== String(version)) held.value = version;
  if (waiting > 1 && field.dataset.sent !== undefined) return;
  delete field.dataset.sent;
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

// Somebody else's change: the figures again, unless they are this page's own.
const stream = tree() && new EventSource(`${HERE}/stream`);
stream?.addEventListener("message", (event) => {
  after(async () => {
    if (!document.querySelector("#tree .planner")) return; // two versions wait for a choice
    if (event.data === tree().dataset.mark) return;
    const answer = await fetch(HERE, { headers: FIGURES });
    if (!answer.ok) return;
    await show(answer);
    const said = document.getElementById("planner-news");
    if (said) said.hidden = false;
  });
});
addEventListener("pagehide", () => stream?.close());

function restore(focus) {
  if (!focus) return;
  const row = document.getElementById(focus.row);
  row?.querySelector(focus.what)?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function focusOf(element) {
  const row = rowOf(element);
  const what = element.matches(".up") ? ".up" : element.matches(".down") ? ".down" : "[name=length]";
  return row && { row: row.id, what };
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!tree()?.contains(form)) return;
  event.preventDefault();
  const button = event.submitter;
  const field = form.querySelector("[name=length]");
  if (button?.matches(".unseen") && field?.dataset.sent === field?.value) return; // by its change
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  send(address, new FormData(form), button && focusOf(button));
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("#tree [name=length]")) return;
  event.target.dataset.sent = event.target.value;
  const form = event.target.form;
  send(form.action, new FormData(form), null);
});

// Alt with the arrows moves the row; the arrows alone walk through the lengths.
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.target.matches("input, textarea, select")) {
    const name = event.key === "z" && !event.shiftKey ? "undo" : event.key === "y" || event.key === "Z" ? "redo" : "";
    const button = name && document.querySelector(`#tree button[formaction$="/${name}"]:enabled`);
    if (button) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  const row = event.target.closest?.("#tree li.item, #tree li.cue");
  const side = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!row || !side) return;
  if (event.altKey) {
    event.preventDefault();
    row.querySelector(`:scope > form .${side}:enabled`)?.click();
  } else if (event.target.matches("[name=length]")) {
    event.preventDefault();
    const all = [...document.querySelectorAll("#tree [name=length]")];
    all[all.indexOf(event.target) + (side === "up" ? -1 : 1)]?.focus();
  }
});

let dragged = null;

function target(event) {
  const row = event.target.closest?.("#tree li.cue, #tree li.item");
  if (!dragged || !row || row === dragged || dragged.contains(row)) return null;
  return dragged.dataset.kind === "items" ? row.closest("li.item") : row;
}

function isAfter(row, event) {
  const box = (row.querySelector(":scope > .row") ?? row).getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function clear() {
  for (const row of document.querySelectorAll(".drop-before, .drop-after")) row.classList.remove("drop-before", "drop-after");
}

document.addEventListener("dragstart", (event) => {
  const handle = event.target.closest?.("#tree [draggable]");
  if (!handle) return;
  dragged = rowOf(handle);
  dragged.classList.add("dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.id);
});

document.addEventListener("dragover", (event) => {
  const row = target(event);
  clear();
  if (!row) return;
  event.preventDefault();
  row.classList.add(isAfter(row, event) ? "drop-after" : "drop-before");
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  clear();
});

document.addEventListener("drop", (event) => {
  const row = target(event);
  if (!row) return;
  event.preventDefault();
  const values = { csrf: tree().querySelector("[name=csrf]").value, ...place(row, isAfter(row, event)) };
  const address = dragged.querySelector(":scope > form").action.replace(/length$/, "place");
  send(address, values, { row: dragged.id, what: "[name=length]" });
});

// Where the dragged row goes, counted from 1 without itself.
function place(row, after) {
  const from = Number(dragged.dataset.number);
  if (dragged.dataset.kind === "items") {
    const to = Number(row.dataset.number) + (after ? 1 : 0);
    return { to: to > from ? to - 1 : to };
  }
  if (row.dataset.kind === "items") {
    // dropped on an item's own line: first of its cues when below the middle, else last of the item before
    const before = row.previousElementSibling;
    const into = after || !before ? row : before;
    const cues = [...into.querySelectorAll("li.cue")].filter((cue) => cue !== dragged);
    return { item: into.dataset.id, to: into === row ? 1 : cues.length + 1 };
  }
  const to = Number(row.dataset.number) + (after ? 1 : 0);
  const isSame = row.dataset.item === dragged.dataset.item;
  return { item: row.dataset.item, to: isSame && to > from ? to - 1 : to };
}
