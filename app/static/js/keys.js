// One key each: whatever carries data-key="x" is pressed by that key; ? shows them all.

const isTyping = (target) =>
  target.closest("input:not([type='checkbox'], [type='radio']), select, textarea, [contenteditable]");

const keyed = () => [...document.querySelectorAll("[data-key]")].filter((e) => e.offsetParent !== null);

function showKeys(dialog) {
  const list = dialog.querySelector("[data-keys]");
  list.replaceChildren();
  for (const element of keyed()) {
    const key = document.createElement("dt");
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.key }));
    const name = document.createElement("dd");
    const label = element.cloneNode(true);
    label.querySelectorAll("kbd").forEach((shown) => shown.remove());
    name.textContent = element.dataset.keyName ?? element.ariaLabel ?? label.textContent.trim();
    list.append(key, name);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const dialog = document.getElementById("keys");
  if (event.key === "?" && dialog && !dialog.open) {
    event.preventDefault();
    showKeys(dialog);
    return;
  }
  const element = keyed().find((e) => e.dataset.key === event.key);
  if (!element || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (element.matches("input, select, textarea")) element.focus();
  else element.click();
});
