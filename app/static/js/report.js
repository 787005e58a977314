// What backstage says of a cue: told without leaving the page, which hears of it like all others.

const form = document.getElementById("report");
const failed = form.querySelector(".failed");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  failed.hidden = Boolean(answer?.ok);
});
