// A row is dragged by its number; while it is, a line shows where it would go.

import { rowOf, tree } from "./tree.js";

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

// `place(row, values)`: where somebody has let a row go.
export function dropped(place) {
  document.addEventListener("drop", (event) => {
    const row = target(event);
    if (!row) return;
    event.preventDefault();
    place(dragged, { csrf: tree().querySelector("[name=csrf]").value, ...placed(row, isAfter(row, event)) });
  });
}

// Where the dragged row goes, counted from 1 without itself.
function placed(row, after) {
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
