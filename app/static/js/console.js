// The console: every press is sent once, whatever the network does. A press waits in a queue until
// the server has answered it; the queue outlives the page. Each carries a word of its own, so that
// one sent twice is one press, and says how long ago it was made.

const STORE = `presses:${location.pathname}`;
const ANSWER_WITHIN = 6000;
const AGAIN_AFTER = 2000;
const SAME_TAP = 500; // two taps within it are one
const LOOK_EVERY = 10_000; // who has come in is told by nobody
const SILENT = 4000; // the stream beats every two seconds: a line silent for longer is dead

const unsent = document.getElementById("unsent");
const refused = document.getElementById("refused");
const pressForm = document.querySelector("[data-press][data-stream]");
const panel = () => document.getElementById("console");

let queue = JSON.parse(localStorage.getItem(STORE) ?? "[]");
let isSending = false;
let lastTap = { what: "", does: "", at: 0 };
let received = performance.now();
let minute = 0;

const keep = () => localStorage.setItem(STORE, JSON.stringify(queue));
const word = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
const setLost = (isLost) => document.documentElement.classList.toggle("is-lost", isLost);

// --- the clock -----------------------------------------------------------------------------------

const shown = () => {
  const { now, stands } = panel().dataset;
  return Number(now) + (stands === undefined ? performance.now() - received : 0);
};

const figures = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function tick() {
  for (const element of panel().querySelectorAll("[data-until]")) {
    const left = Math.ceil((Number(element.dataset.until) - shown()) / 1000);
    const text = figures(Math.abs(left));
    const figure = element.querySelector("b");
    if (figure.textContent !== text) figure.textContent = text;
    element.classList.toggle("is-over", left < 0);
    element.classList.toggle("is-near", left >= 0 && left <= 60);
  }
}

// --- what is shown -------------------------------------------------------------------------------

function draw(html) {
  const focused = document.activeElement?.closest("#console button")?.value;
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.querySelector("#console");
  if (!fresh) return;
  if (Number(fresh.dataset.version) < Number(panel().dataset.version) && fresh.dataset.version !== "0") return;
  panel().replaceWith(template.content);
  received = performance.now();
  for (const field of document.querySelectorAll("input[name=sequence]")) field.value = panel().dataset.sequence;
  if (focused) [...panel().querySelectorAll("button")].find((button) => button.value === focused)?.focus();
  rest();
  clearTimeout(minute);
  const { refresh } = panel().dataset;
  if (refresh) minute = setTimeout(look, Math.max(500, Number(refresh) - shown() + 300));
  tick();
}

// A button that was just pressed means something else now: the second tap of two must not hit it.
function rest() {
  const left = lastTap.at + SAME_TAP - Date.now();
  if (left <= 0) return;
  const same = [...panel().querySelectorAll("button[name=do]")].filter((button) => button.value === lastTap.does);
  for (const button of same) button.disabled = true;
  setTimeout(() => same.forEach((button) => (button.disabled = false)), left);
}

async function ask(address, options = {}) {
  const answer = await fetch(address, {
    ...options,
    headers: { "HX-Request": "true" },
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) location.assign(elsewhere);
  if (answer.status >= 500 || answer.status === 429) throw new Error("try again");
  setLost(false);
  return answer;
}

let looking = false;
async function look() {
  if (looking || isSending) return false;
  looking = true;
  try {
    const answer = await ask(location.href);
    if (answer.ok && !isSending) draw(await answer.text());
    if (queue.length) send();
    return true;
  } catch {
    setLost(true);
    return false;
  } finally {
    looking = false;
  }
}

// --- presses -------------------------------------------------------------------------------------

function list() {
  unsent.hidden = !queue.some((press) => press.isLate);
  const line = unsent.querySelector("template").content;
  unsent.querySelector("ul").replaceChildren(
    ...queue.map((press) => {
      const item = line.cloneNode(true).querySelector("li");
      item.querySelector("span").textContent = press.says;
      item.querySelector("time").textContent = new Date(press.at).toLocaleTimeString("vi-VN");
      item.querySelector("button").addEventListener("click", () => drop(press.fields.token));
      return item;
    }),
  );
}

function drop(token) {
  const place = queue.findIndex((press) => press.fields.token === token);
  if (place < 0 || (isSending && place === 0)) return;
  // What was pressed after it may have meant something else then.
  queue.splice(place, 1);
  keep();
  list();
}

function refuse(sentence, others) {
  refused.hidden = false;
  refused.textContent = others.length ? `${sentence} ${refused.dataset.after} ${others.join(", ")}` : sentence;
}

function press(form, button) {
  const fields = Object.fromEntries(new FormData(form, button));
  const what = JSON.stringify([fields.do, fields.kind, fields.text, fields.content]);
  const at = Date.now();
  if (lastTap.what === what && at - lastTap.at < SAME_TAP) return;
  lastTap = { what, does: fields.do, at };
  delete fields.csrf;
  delete fields.sequence;
  refused.hidden = true;
  const before = new URLSearchParams(location.search).get("before");
  if (before) fields.before = before;
  const says = button?.dataset.says ?? form.dataset.says ?? button?.textContent.trim();
  // Only the first is made on what is shown; those behind it on what it will have changed.
  const sequence = queue.length ? null : panel().dataset.sequence;
  queue.push({ fields: { ...fields, token: word() }, says, at, sequence });
  keep();
  list();
  send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  try {
    while (queue.length) await sendFirst();
  } catch {
    for (const waiting of queue) waiting.isLate = true;
    keep();
    setLost(true);
    setTimeout(send, AGAIN_AFTER);
  } finally {
    isSending = false;
    list();
  }
}

async function sendFirst() {
  const [first] = queue;
  const body = new URLSearchParams({
    ...first.fields,
    csrf: document.querySelector("input[name=csrf]").value,
    sequence: first.sequence ?? panel().dataset.sequence,
    ago: String(Math.max(0, Math.floor((Date.now() - first.at) / 1000))),
  });
  document.documentElement.classList.add("is-sending");
  let answer, text;
  try {
    answer = await ask(pressForm.action, { method: "POST", body });
    text = await answer.text();
  } finally {
    document.documentElement.classList.remove("is-sending");
  }
  queue.shift();
  if (answer.ok) {
    draw(text);
  } else {
    // Those behind it were pressed on a state that never came.
    const others = queue.map((press) => press.says);
    queue = [];
    const template = document.createElement("template");
    template.innerHTML = text;
    refuse(template.content.textContent.trim(), others);
    const fresh = await ask(location.href);
    if (fresh.ok) draw(await fresh.text());
  }
  keep();
  list();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("[data-press]")) {
    event.preventDefault();
    press(form, event.submitter);
    if (form.id !== "press") form.reset();
  } else if (form.id === "report") {
    event.preventDefault();
    const answer = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) }).catch(() => setLost(true));
    if (answer?.ok) draw(await answer.text());
  }
});

// --- what others do ------------------------------------------------------------------------------

let stream = null;
let heard = 0; // when the stream last spoke; 0 for one that has not yet, or is swallowed on its way

function hear() {
  heard = performance.now();
  setLost(false);
}

function follow() {
  stream?.close();
  const own = (stream = new EventSource(pressForm.dataset.stream));
  heard = 0;
  own.addEventListener("clock", hear);
  own.addEventListener("message", () => (hear(), look()));
  own.addEventListener("error", () => {
    if (own.readyState === EventSource.CLOSED) setTimeout(() => own === stream && follow(), 2000 + Math.random() * 3000);
    look();
  });
}

// A line may die without a word. Where the server answers all the same, only the stream was dead.
async function watch() {
  if (!heard || performance.now() - heard < SILENT) return;
  setLost(true);
  if (!looking && (await look())) follow();
}

if (pressForm) follow();
if (pressForm?.action) send();
list();
setInterval(look, LOOK_EVERY);
setInterval(tick, 250);
setInterval(watch, 500);
window.addEventListener("online", look);
window.addEventListener("offline", () => setLost(true));
tick();
