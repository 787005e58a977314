// The list by keyboard: arrows go from line to line, space ticks, Shift ticks a run of lines.

const rows = () => [...document.querySelectorAll("[data-row]")];
let last = null;

function count() {
  const ticked = rows().filter((box) => box.checked).length;
  document.querySelectorAll("[data-ticked]").forEach((place) => (place.textContent = ticked));
  document.querySelectorAll("[data-all]").forEach((button) => (button.hidden = false));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const box = event.target.closest("[data-row]");
  if (event.target.id === "search" && event.key === "ArrowDown") {
    event.preventDefault();
    rows()[0]?.focus();
  }
  if (!box || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const all = rows();
  const next = all[all.indexOf(box) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) next.focus();
  else if (event.key === "ArrowUp") document.getElementById("search").focus();
});

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-row]");
  if (box) {
    const all = rows();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((one) => (one.checked = box.checked));
    }
    last = box;
  }
  if (event.target.closest("[data-all]")) {
    const all = rows();
    const tick = all.some((one) => !one.checked);
    all.forEach((one) => (one.checked = tick));
  }
  count();
});

document.addEventListener("htmx:afterSwap", count);
count();
