// The seats of maps: what is under the pointer, arrow keys from seat to seat, and a seat that opens
// beside the map without loading the page anew.

import { bring, remember, seatOf, walk } from "./walking.js";

function walkable(map) {
  // Who sits where is asked for once, when somebody first points at the map.
  let asked = null;
  const people = () => (asked ??= fetch(map.dataset.people).then((answer) => (answer.ok ? answer.json() : {})));
  const told = async (seat) => (await people())[seat.id.slice(1)] ?? [];
  const { hold } = walk(map, "link", told);

  async function open(seat) {
    const [label] = await told(seat);
    const url = new URL(map.dataset.seat + encodeURIComponent(label ?? seat.id.slice(1)), location.href);
    const search = document.getElementById("q");
    if (search?.value) url.searchParams.set("q", search.value);
    hold(seat);
    await htmx.ajax("GET", url.pathname + url.search, { target: "#beside", swap: "outerHTML" });
    remember(url);
    bring(document.getElementById("beside"));
  }

  map.addEventListener("click", (event) => {
    const seat = seatOf(event.target);
    if (!seat || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(seat);
  });
  map.addEventListener("keydown", (event) => {
    const seat = seatOf(event.target);
    if (!seat || event.shiftKey || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    open(seat);
  });
}

for (const map of document.querySelectorAll("[data-map]")) walkable(map);
