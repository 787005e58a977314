// Follows the morning: [data-live="<base>"] is an address with /stream and /state beneath it. Times
// are absolute: the page counts by the server's clock, also when the line is lost. Tabs share one stream.

const GRACE = 2500; // ms until a broken line is called lost
const SWALLOWED = 4000; // ms after which a stream that said nothing is held to be swallowed
const POLL = 4000;
const SILENT = 5000; // ms of silence after which whoever touches the page has the line tried
const STREAM_AGAIN = 120_000; // ms until a swallowed stream is tried again
const MEASURE_AGAIN = 900_000;
const DRIFT = 50e-6; // by which two good clocks may go apart
const ZONE = 7 * 3_600_000; // Asia/Ho_Chi_Minh, without summer time

// -- the server's clock

let offset = Date.now() - performance.now();
let doubt = Infinity; // ms by which the offset may be wrong
let measuredAt = 0;

const now = () => performance.now() + offset;

// An answer: the server read its clock between two moments of ours.
function measure(told, sent, heard) {
  const half = (heard - sent) / 2;
  if (!told || half > doubt + (heard - measuredAt) * DRIFT) return;
  [offset, doubt, measuredAt] = [told - sent - half, half, heard];
}

// A notice was on its way for a time nobody knows: the server is at least as far.
function hear(told) {
  const least = told - performance.now();
  if (doubt === Infinity) [offset, doubt, measuredAt] = [least, 500, performance.now()];
  else offset = Math.max(offset, least);
}

// -- what is shown

const states = new Map(); // by base: what the server told last
const at = (state, path) => path.split(".").reduce((value, name) => value?.[name], state);
const two = (n) => String(n).padStart(2, "0");
const time = (ms) => new Date(ms + ZONE).toISOString().slice(11, 16);

function figure(seconds) {
  const whole = Math.abs(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return (h ? `${h}:${two(m)}` : `${m}`) + `:${two(s)}`;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// The conference's clock: the real one, or one that is rehearsed with.
function clockOf(element) {
  const frame = element.closest("[data-live], [data-shift], [data-stands]");
  const { stands, shift } = states.get(frame?.dataset.live) ?? frame?.dataset ?? {};
  return stands ? Number(stands) : now() + Number(shift ?? 0);
}

function fill(root, state) {
  const phase = state.held ? "held" : state.gap ? "gap" : state.phase;
  root.dataset.version = state.n ?? 0;
  for (const name of ["waiting", "running", "gap", "held", "ended"]) root.classList.toggle(name, name === phase);
  root.classList.toggle("is-dark", Boolean(state.dark));
  for (const element of root.querySelectorAll("[data-phase]")) {
    element.hidden = !element.dataset.phase.split(" ").includes(phase);
  }
  for (const element of root.querySelectorAll("[data-tell]")) {
    const value = at(state, element.dataset.tell);
    put(element, value ? (element.dataset.as === "time" ? time(value) : String(value)) : "");
    element.dataset.long = Math.min(3, Math.floor(element.textContent.length / 60)); // for large screens
  }
  for (const element of root.querySelectorAll("[data-if]")) element.hidden = !at(state, element.dataset.if);
  for (const element of root.querySelectorAll("[data-late]")) {
    const minutes = state.phase === "running" ? (state.late ?? 0) : 0;
    element.hidden = !minutes;
    element.className = minutes < 0 ? "early" : "late";
    put(element, element.dataset[minutes < 0 ? "early" : "late"].replace("{n}", Math.abs(minutes)));
  }
}

function mark(state) {
  for (const line of document.querySelectorAll("[data-line]")) {
    if ([state.item, state.on?.key].includes(line.dataset.line)) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  }
}

// Counts down one root; gives the ms until its figure changes.
function count(root) {
  const state = states.get(root.dataset.live);
  const until = state?.on?.until;
  const left = until ? until - (state.held ?? clockOf(root)) : NaN;
  const seconds = Math.ceil(left / 1000);
  const isOn = state?.phase === "running" && Number.isFinite(seconds);
  for (const element of root.querySelectorAll("[data-count]")) {
    put(element, isOn ? figure(seconds) : "");
    element.dataset.signs = element.textContent.length + (seconds < 0); // with the plus of over time
  }
  root.classList.toggle("is-near", isOn && seconds >= 0 && seconds <= 60);
  root.classList.toggle("is-half", isOn && seconds >= 0 && seconds <= 30);
  root.classList.toggle("is-over", isOn && seconds < 0);
  for (const element of root.querySelectorAll("[data-clock]")) put(element, time(clockOf(root)));
  for (const element of root.querySelectorAll("[data-turn]")) turn(element, state, clockOf(root));
  return isOn && !state.held && !state.stands ? ((left % 1000) + 1000) % 1000 || 1000 : 1000;
}

// "khoảng 14 phút nữa, còn 3 người trước": of a delegate whose turn comes.
function turn(element, state, clock) {
  const own = element.dataset.turn.split(" ");
  const text = own.map((key) => told(element.dataset, key, state ?? {}, clock)).find(Boolean);
  element.hidden = !text;
  put(element.querySelector("[data-text]"), text ?? "");
}

function told(patterns, key, state, clock) {
  if (state.on?.key === key) return patterns.on;
  const [kind, number] = key.split(":");
  const turns = state.wait?.[kind] ?? []; // number, seconds, number, seconds …
  let place = 0;
  while (place < turns.length && turns[place] !== Number(number)) place += 2;
  if (place >= turns.length) return "";
  const starts = (state.wait.from + turns[place + 1]) * 1000;
  const minutes = Math.max(1, Math.round((starts - clock) / 60_000));
  const before = place / 2 + (state.on?.key?.startsWith(`${kind}:`) ? 1 : 0);
  const pattern = state.phase !== "running" || minutes > 90 ? patterns.at : before ? patterns[kind] : patterns.next;
  return pattern.replace("{at}", time(starts)).replace("{n}", minutes).replace("{before}", before);
}

function tick() {
  let soonest = 1000;
  for (const root of document.querySelectorAll("[data-live]")) soonest = Math.min(soonest, count(root));
  for (const element of document.querySelectorAll("[data-gone]")) {
    element.hidden = Number(element.dataset.gone) <= clockOf(element);
  }
  for (const element of document.querySelectorAll("[data-until]")) {
    const seconds = Math.ceil((Number(element.dataset.until) - clockOf(element)) / 1000);
    put(element.querySelector("b") ?? element, figure(seconds));
    element.classList.toggle("is-over", seconds < 0);
    element.classList.toggle("is-near", seconds >= 0 && seconds <= 60);
  }
  clearTimeout(tick.next);
  tick.next = setTimeout(tick, soonest + 4);
}

const seen = new Set();

function show(base, text) {
  if (text.startsWith("{")) {
    const [state, roots] = [JSON.parse(text), document.querySelectorAll(`[data-live="${base}"]`)];
    const isNew = seen.has(base) || [...roots].some((root) => Number(root.dataset.version ?? -1) !== (state.n ?? 0));
    seen.add(base);
    states.set(base, state);
    for (const root of roots) fill(root, state);
    mark(state);
    document.dispatchEvent(new CustomEvent("told", { detail: state }));
    if (isNew) document.dispatchEvent(new Event("moved"));
  }
  for (const root of text.startsWith("{") ? [] : document.querySelectorAll(`[data-part="${base}"]`)) {
    root.innerHTML = text;
    window.htmx?.process(root);
  }
  tick();
}

// -- the line

function follow(base, beat) {
  const shared = navigator.locks && window.BroadcastChannel ? new BroadcastChannel(`live ${base}`) : null;
  const patience = 1.6 * beat + 800; // ms of silence
  let [source, newest, tag, grace, release] = [null, "", "", 0, null];
  let [isLeading, isSpeaking, isSwallowed, isLost] = [false, false, false, false];
  let [heardAt, triedAt, askAt] = [performance.now(), 0, 0];

  const say = (lost) => {
    clearTimeout(grace);
    grace = 0;
    isLost = lost;
    if (!isLost) heardAt = performance.now();
    document.documentElement.classList.toggle("is-lost", isLost);
    if (isLeading) shared?.postMessage({ isLost });
  };
  const down = () => (grace ||= setTimeout(say, GRACE, true));
  const take = (text, id) => {
    if (id === tag) return;
    [newest, tag] = [text, id];
    show(base, text);
    if (isLeading) shared?.postMessage({ text, id });
  };

  // Asks for the newest state, and measures the clock by the way. True where the server answered.
  async function ask() {
    askAt = performance.now() + POLL * (0.8 + 0.4 * Math.random());
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), SWALLOWED);
    const known = tag;
    const sent = performance.now();
    try {
      const answer = await fetch(`${base}/state`, {
        headers: tag ? { "If-None-Match": `"${tag}"` } : {},
        cache: "no-store",
        signal: stop.signal,
      });
      const heard = performance.now();
      if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
      measure(Number(answer.headers.get("X-Now")), sent, heard);
      // What the stream told meanwhile is newer than this answer.
      if (answer.ok && tag === known) take(await answer.text(), answer.headers.get("ETag").replaceAll('"', ""));
      say(false);
      tick();
      return true;
    } catch {
      if (heardAt > sent) return false; // the stream spoke meanwhile: the line is there
      if (stop.signal.aborted) say(true);
      else down();
      return false;
    } finally {
      clearTimeout(late);
    }
  }

  function stream() {
    source?.close();
    source = new EventSource(`${base}/stream`);
    [isSpeaking, isSwallowed, triedAt] = [false, false, performance.now()];
    const own = source;
    own.addEventListener("clock", (event) => {
      isSpeaking = true;
      hear(Number(event.data));
      say(false);
    });
    own.addEventListener("message", (event) => take(event.data, event.lastEventId));
    own.addEventListener("error", () => {
      down(); // the browser tries again by itself, unless it was refused
      if (own.readyState !== EventSource.CLOSED) return;
      setTimeout(() => own === source && isLeading && stream(), 1000 + Math.random() * 2000);
    });
  }

  // A line that is silent too long is asked. Where the server answers, the stream had died unseen;
  // one that never said a word is swallowed on its way, and asking takes its place.
  async function watch() {
    const silent = performance.now() - heardAt;
    const most = isLeading ? (isSpeaking ? patience : SWALLOWED) : 2 * patience + POLL;
    if ((silent < most && !isLost) || performance.now() < askAt || (document.hidden && !isLeading)) return;
    const wasLost = isLost;
    if (isSpeaking && isLeading) say(true);
    if (!(await ask()) || !isLeading) return;
    if (isSpeaking || wasLost || (isSwallowed && performance.now() - triedAt > STREAM_AGAIN)) stream();
    else if (!isSwallowed) {
      isSwallowed = true;
      source.close();
    }
  }

  // Beats are rare on phones, which are many: so a line that died without a word is found when
  // somebody looks at it.
  function attend() {
    const isDue = performance.now() - heardAt > SILENT && performance.now() >= askAt;
    if (isDue && !document.hidden) ask();
  }

  function lead() {
    isLeading = true;
    stream();
  }

  function join() {
    if (shared) {
      navigator.locks.request(`live ${base}`, () => new Promise((done) => ((release = done), lead())));
      shared.postMessage({ asks: true });
    } else if (!document.hidden) lead();
    ask(); // measures the clock
  }

  function leave() {
    isLeading = false;
    source?.close();
    release?.();
  }

  if (shared) {
    shared.onmessage = ({ data }) => {
      if (isLeading) {
        if (data.asks && newest) shared.postMessage({ text: newest, id: tag });
        return;
      }
      if ("isLost" in data) say(data.isLost);
      if (data.text) take(data.text, data.id);
    };
  }
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && join());
  addEventListener("offline", () => say(true));
  for (const kind of ["pointerdown", "keydown", "scroll", "focus"]) {
    addEventListener(kind, attend, { passive: true, capture: true });
  }
  navigator.connection?.addEventListener("change", attend);
  addEventListener("online", () => setTimeout(() => (ask(), isLeading && stream()), Math.random() * 1000));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !shared) leave();
    else if (!document.hidden && !shared) join();
    else if (!document.hidden) ask(); // what slept may have lost its clock
  });
  setInterval(watch, 500);
  setInterval(() => document.hidden || ask(), MEASURE_AGAIN * (0.8 + 0.4 * Math.random()));
  join();
}

const followed = new Map(); // base, and ms between two beats
for (const root of document.querySelectorAll("[data-live], [data-part]")) {
  followed.set(root.dataset.live ?? root.dataset.part, Number(root.dataset.beat ?? 25) * 1000);
}
for (const [base, beat] of followed) follow(base, beat);
tick();
