// A button that copies the text of another element; without scripts the text can be selected.

async function copied(source) {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(source.value);
    return;
  }
  source.select(); // an address without a certificate, as in the hall's own network
  document.execCommand("copy");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copied(document.getElementById(button.dataset.copy));
    button.querySelector("span").textContent = button.dataset.done;
  });
}
