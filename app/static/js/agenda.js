// The planner: a length, a move or an undo is sent at once and the whole tree comes back timed.
// Without this script every row is a plain form that does the same with a page load.

const tree = () => document.getElementById("tree");
const rowOf = (element) => element.closest("li.item, li.cue");
const own = new Map(); // of a row's version: the version that this page made of it
let sending = Promise.resolve();

// One after the other. What is typed quickly builds on this page's own change before it; it is
// refused where somebody else has changed the row.
function send(address, values, focus) {
  sending = sending.then(async () => {
    const body = new URLSearchParams(values);
    const [, kind, id] = address.match(/\/(items|cues)\/(\d+)\//) ?? [];
    const row = () => document.querySelector(`#tree [data-kind="${kind}"][data-id="${id}"] [name=version]`);
    let version = body.get("version");
    while (own.has(`${kind}${id}:${version}`)) version = own.get(`${kind}${id}:${version}`);
    if (version) body.set("version", version);
    const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    show(await answer.text());
    if (answer.ok && Number(row()?.value) === Number(version) + 1) own.set(`${kind}${id}:${version}`, row().value);
    restore(focus);
  });
  return sending;
}

// The tree, both versions of a row in its place, or a notice above it. A field that is being typed
// in stays as it is.
function show(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  const part = template.content.querySelector("#notice, #tree");
  if (!part) return;
  const field = document.activeElement?.matches("#tree input[id]") ? document.activeElement : null;
  if (part.id === "tree") document.getElementById("notice").replaceChildren();
  document.getElementById(part.id).replaceWith(part);
  const again = field && document.getElementById(field.id);
  if (!again || again === field) return;
  if (field.value !== (field.dataset.sent ?? field.defaultValue)) again.value = field.value;
  again.focus({ preventScroll: true });
  again.setSelectionRange(field.selectionStart, field.selectionEnd);
}

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
