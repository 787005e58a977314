// Colours the map by who has come. Who is here is known to the doors alone: they tell it by seat,
// again every few seconds while the map is looked at. Without scripts the link opens their page.

const link = document.querySelector("[data-arrival]");
const map = document.querySelector("[data-map]");
const legend = document.getElementById("arrival-legend");
const [CAME, AWAITED] = ["#g4", "#g9"];
const AGAIN = 10_000;

const taken = () => [...map.querySelectorAll("use[id][href^='#g']")];

async function colour() {
  if (document.hidden) return;
  const answer = await fetch(link.dataset.arrival).catch(() => null);
  if (!answer?.ok) return; // the next time
  const here = new Set(await answer.json());
  const seats = taken();
  let came = 0;
  for (const seat of seats) {
    const is = here.has(Number(seat.id.slice(1)));
    came += is;
    seat.setAttribute("href", is ? CAME : AWAITED);
  }
  const number = new Intl.NumberFormat(document.documentElement.lang);
  legend.querySelector("[data-came]").textContent = number.format(came);
  legend.querySelector("[data-awaited]").textContent = number.format(seats.length - came);
  for (const other of document.querySelectorAll(".map-card .legend, .map-card .legend-long, .map-card .legend-fold")) {
    other.hidden = other !== legend;
  }
}

link?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  for (const other of link.parentElement.children) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  colour();
  setInterval(colour, AGAIN);
  document.addEventListener("seating", colour); // who sits where has changed
});
