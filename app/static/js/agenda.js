// The planner: a length, a move or an undo is sent at once, and the figures of all rows come back
// timed. Without this script every row is a plain form that does the same with a page load.

import { dropped } from "./dragging.js";
import { isDrawing, isPlanned, isUnsent, replace, rowOf, tree, typing, write } from "./tree.js";

const own = new Map(); // of a row's version: the version that this page made of it
const choices = []; // further pairs of versions that wait for the one on screen to be chosen
const HERE = location.pathname.match(/^.*\/agenda/)[0];
const FIGURES = { Accept: "application/json", "HX-Request": "true" };
let sending = Promise.resolve();
let waiting = 0; // changes that are not on their way yet

// One after the other.
function after(act) {
  sending = sending.then(act).catch(console.error);
  return sending;
}

// What is typed quickly builds on this page's own change before it; it is refused where somebody
// else has changed the row.
function send(address, values, { focus = null, field = "" } = {}) {
  const isChoice = !isPlanned();
  waiting += 1;
  return after(async () => {
    waiting -= 1;
    const body = new URLSearchParams(values);
    const [, kind, id] = address.match(/\/(item|cue)s\/(\d+)/) ?? [];
    let version = body.get("version");
    while (own.has(`${kind}-${id}:${version}`)) version = own.get(`${kind}-${id}:${version}`);
    if (version) body.set("version", version);
    const answer = await fetch(address, { method: "POST", body, headers: FIGURES, keepalive: true }).catch(() => null);
    const elsewhere = answer?.headers.get("HX-Redirect");
    if (elsewhere) return location.assign(elsewhere);
    if (answer) await show(answer, isChoice);
    lost(!answer);
    if (!answer?.ok) unsaved(field);
    restore(focus);
  });
}

// New figures for the rows that are there; where other rows are needed, the tree anew. Else both
// versions of a row in its place, or a notice above it.
async function show(answer, isChoice = false) {
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return told(await answer.text(), isChoice);
  const found = await answer.json();
  for (const [row, version] of found.made) own.set(`${row}:${version - 1}`, String(version));
  if (!isPlanned() && !isChoice) return; // shown when the choice is made
  if (choices.length) return replace(choices.shift());
  if (!write(found, waiting > 0)) await fresh();
}

function told(text, isChoice) {
  const isTree = text.includes('id="tree"');
  if (isTree && !isPlanned() && !isChoice) choices.push(text);
  else replace(text);
}

async function fresh() {
  const answer = await fetch(HERE, { headers: { "HX-Request": "true" } });
  if (answer.ok) replace(await answer.text());
}

async function look() {
  if (!isPlanned()) return; // two versions wait for a choice
  const answer = await fetch(HERE, { headers: FIGURES });
  if (answer.ok) await show(answer);
}

// Nothing is sent again by itself: what was on its way may have arrived, or not.
function lost(isLost) {
  const said = document.getElementById("planner-lost");
  if (said) said.hidden = !isLost;
}

function unsaved(id) {
  const field = document.getElementById(id);
  if (!field) return;
  delete field.dataset.sent;
  field.classList.toggle("unsaved", isUnsent(field));
}

// Somebody else's change: the figures again, unless they are this page's own.
let stream = null;
function open() {
  stream = new EventSource(`${HERE}/stream`);
  stream.addEventListener("message", (event) => {
    after(async () => {
      if (!isPlanned() || event.data === tree().dataset.mark) return lost(false);
      await look();
      lost(false);
      const said = document.getElementById("planner-news");
      if (said) said.hidden = false;
    });
  });
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setTimeout(open, 3000);
  });
}
if (tree()) open();
addEventListener("pagehide", () => stream?.close());

// Where the row that was moved now is, unless something else is being typed meanwhile.
function restore(focus) {
  const row = focus && document.getElementById(focus.row);
  if (!row || (typing() && rowOf(typing()) !== row)) return;
  const found = row.querySelector(`${focus.what}:enabled`) ?? row.querySelector("[name=length]");
  if (!typing()) found?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
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
  const isLength = field && button?.matches(".unseen");
  if (isLength && field.dataset.sent === field.value) return; // by its change
  if (isLength) field.dataset.sent = field.value;
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  send(address, new FormData(form), { focus: button && focusOf(button), field: isLength ? field.id : "" });
});

// A length is sent when it is left. Browsers forget that it was typed in where its row was drawn
// anew meanwhile: then leaving it tells.
function typed({ target: field }) {
  if (isDrawing() || !field.matches("#tree [name=length]") || !isUnsent(field)) return;
  field.dataset.sent = field.value;
  send(field.form.action, new FormData(field.form), { field: field.id });
}

document.addEventListener("change", typed);
document.addEventListener("focusout", typed);

// Whoever keeps what is saved goes on to the next choice.
document.addEventListener("click", (event) => {
  if (!choices.length || !event.target.closest("section#tree a.button:not(.primary)")) return;
  event.preventDefault();
  replace(choices.shift());
});

// Alt with the arrows moves the row; the arrows alone walk through the lengths; Escape takes back
// what is typed.
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
  const isLength = event.target.matches?.("#tree [name=length]");
  if (isLength && event.key === "Escape") {
    event.target.value = event.target.defaultValue;
    after(look); // what was changed meanwhile
    return;
  }
  if (!row || !side) return;
  if (event.altKey) {
    event.preventDefault();
    row.querySelector(`:scope > form .${side}:enabled`)?.click();
  } else if (isLength) {
    event.preventDefault();
    const all = [...document.querySelectorAll("#tree [name=length]")];
    all[all.indexOf(event.target) + (side === "up" ? -1 : 1)]?.focus();
  }
});

dropped((row, values) => {
  const address = row.querySelector(":scope > form").action.replace(/length$/, "place");
  send(address, values, { focus: { row: row.id, what: "[name=length]" } });
});
