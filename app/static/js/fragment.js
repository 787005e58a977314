// Keeps a part of the page current from a stream, and shows the page on the whole screen.

for (const frame of document.querySelectorAll("[data-stream]")) {
  const open = () => {
    const stream = new EventSource(frame.dataset.stream);
    stream.addEventListener("message", (event) => {
      frame.innerHTML = event.data;
      frame.classList.remove("is-lost");
    });
    stream.addEventListener("error", () => {
      frame.classList.add("is-lost");
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, 3000);
    });
  };
  open();
}

const whole = document.querySelector("[data-whole-screen]");

if (whole && !document.fullscreenEnabled) whole.hidden = true; // an iPhone has no whole screen for pages
whole?.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.getElementById("main").requestFullscreen();
});
