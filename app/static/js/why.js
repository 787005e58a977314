// The map of a proposal: a click on a seat asks who would sit there, and why.

document.querySelector("[data-why]").addEventListener("click", (event) => {
  const seat = event.target.closest("use[id]");
  if (!seat) return;
  event.preventDefault();
  const url = new URL(location.href);
  url.searchParams.set("seat", `#${seat.id.slice(1)}`);
  url.hash = "beside";
  location.assign(url);
});
