// "Sẵn sàng" from a post: told once for what comes next, and shown as told when the server says so.

const form = document.querySelector("[data-ready]");
const [button, told, failed] = ["button", ".told", ".failed"].map((part) => form.querySelector(part));

document.addEventListener("told", ({ detail }) => {
  const { key } = form.elements;
  const next = detail.next?.key ?? "";
  if (key.value !== next) failed.hidden = true;
  key.value = next;
  told.hidden = detail.mark !== "ready";
  button.hidden = !told.hidden;
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [asked, body] = [form.elements.key.value, new URLSearchParams(new FormData(form))];
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (form.elements.key.value !== asked) return; // something else comes next by now
  told.hidden = !answer?.ok;
  button.hidden = !told.hidden;
  failed.hidden = Boolean(answer?.ok);
});
