// The page at the door: one glance says who, where to, and whether to let them pass.

import { Camera } from "./camera.js";
import { decide, letsPass, token as tokenOf } from "./decide.js";
import * as kept from "./kept.js";
import { Line } from "./line.js";
import { Roster } from "./roster.js";

const $ = (name) => document.getElementById(name);
const page = document.body;
const state = { came: new Map(), direction: "in", sequence: 0, keepsDoors: false };

// What the verdict looks like comes from the page's templates, in the reader's language.
function show(verdict, about = {}) {
  const panel = $("verdict");
  const words = document.querySelector(`template[data-verdict="${verdict}"]`).content.cloneNode(true);
  panel.replaceChildren(words);
  panel.className = panel.querySelector("[data-tone]").dataset.tone;
  for (const slot of panel.querySelectorAll("[data-slot]")) {
    const text = about[slot.dataset.slot] ?? "";
    slot.textContent = text;
    (slot.closest("[data-if]") ?? slot).hidden = !text;
  }
  panel.querySelector("[data-insist]")?.addEventListener("click", () => scan(state.last, { insists: true }));
  panel.hidden = false;
  $("ready").hidden = true;
  $("undo").hidden = !letsPass(verdict);
  state.shown = { ...about, verdict, scanId: state.undoable };
  $("stand-in-open").hidden = !(state.maySubstitute && about.number && ["admitted", "not_coming"].includes(verdict));
  signal(panel.className);
}

const TONES = { good: [880, 0.12], warn: [440, 0.3], bad: [180, 0.6] };
let sound;

function signal(tone) {
  navigator.vibrate?.(tone === "good" ? 60 : tone === "warn" ? [80, 60, 80] : [250, 80, 250]);
  if (!sound) return;
  const [pitch, length] = TONES[tone] ?? TONES.warn;
  const [voice, loudness] = [sound.createOscillator(), sound.createGain()];
  voice.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.25, sound.currentTime);
  loudness.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + length);
  voice.connect(loudness).connect(sound.destination);
  voice.start();
  voice.stop(sound.currentTime + length);
}

const clock = (moment) => new Date(moment).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });

// `what` is {card} as read, or {number} of somebody found by name.
async function scan(what, { insists = false } = {}) {
  state.last = what;
  state.sequence += 1;
  const at = new Date().toISOString();
  const one = { id: crypto.randomUUID(), sequence: state.sequence, at, direction: state.direction, insists, ...what };
  kept.keep("sequence", state.sequence);
  state.undoable = one.id;
  const told = await state.line.scan(one);
  if (told) {
    remember(told.verdict, told);
    show(told.verdict, told);
    return;
  }
  if (page.dataset.view === "revoked") return;
  const person = what.number ? state.roster?.byNumber.get(what.number) : await state.roster?.open(tokenOf(what.card ?? ""));
  const came = person && state.came.get(person.number);
  const verdict = state.roster ? decide(person, came, { ...state, insists }) : "unknown";
  await state.line.shown(one, verdict);
  if (person && letsPass(verdict)) {
    if (verdict === "out") state.came.delete(person.number);
    else state.came.set(person.number, [clock(at), state.door]);
    await kept.keep("came", state.came);
  }
  show(verdict, { ...person, at: came?.[0] ?? clock(at), by: came?.[1] ?? "" });
}

function remember(verdict, told) {
  if (["admitted", "back"].includes(verdict)) state.came.set(Number(told.number), [told.at, told.by || state.door]);
  if (verdict === "out") state.came.delete(Number(told.number));
}

// Answers to scans that were decided here: where the server sees it otherwise, the usher is told.
async function news(heard, scans) {
  heard.answers.forEach((answer, place) => {
    const shown = scans[place].shown;
    if (shown && answer.verdict !== shown) notice(answer);
  });
  if (heard.is_whole) state.came.clear();
  for (const [number, at, door] of heard.arrivals) state.came.set(number, [at, door]);
  state.keepsDoors = heard.keeps_doors;
  $("entrance").textContent = heard.entrance;
  $("skew").hidden = Math.abs(heard.skew) < 120;
  await kept.keep("came", state.came);
  await kept.keep("keepsDoors", state.keepsDoors);
  if (heard.roster !== state.roster?.packed.version) await fetchRoster();
}

function notice(answer) {
  const words = document.querySelector("template[data-notice]").content.cloneNode(true);
  words.querySelector("[data-slot=name]").textContent = answer.name ?? "";
  words.querySelector("[data-slot=verdict]").textContent =
    document.querySelector(`template[data-verdict="${answer.verdict}"]`).content.querySelector("strong").textContent;
  $("notices").prepend(words);
}

async function fetchRoster() {
  const answer = await state.line.ask("/api/v1/doors/roster");
  if (!answer.ok) return;
  const packed = await answer.json();
  await kept.keep("roster", packed);
  state.roster = new Roster(packed);
  state.line.roster = packed.version;
  told({});
}

function told({ isOnline, queued, isRevoked }) {
  if (isRevoked) {
    wiped();
    return;
  }
  if (isOnline !== undefined) page.classList.toggle("is-offline", !isOnline);
  if (queued !== undefined) {
    $("queued").textContent = queued;
    $("queued").closest("p").hidden = !queued;
  }
  $("known").textContent = state.roster ? new Set(state.roster.names.map((one) => one.number)).size : 0;
  $("here").textContent = state.came.size;
}

async function wiped() {
  state.camera?.stop();
  await kept.wipe();
  page.dataset.view = "revoked";
}

async function enrol(code) {
  const answer = await fetch(`/api/v1/doors/enrolments/${encodeURIComponent(code)}`, { method: "POST" });
  history.replaceState(null, "", location.pathname);
  if (!answer.ok) {
    $("refusal").textContent = (await answer.json()).detail;
    $("refusal").hidden = false;
    return undefined;
  }
  const device = await answer.json();
  await kept.keep("device", device);
  await navigator.storage?.persist?.();
  return device;
}

async function lookUp() {
  const found = state.roster?.search($("q").value) ?? [];
  $("found").replaceChildren(
    ...found.map((person) => {
      const line = document.querySelector("template[data-person]").content.cloneNode(true);
      for (const slot of line.querySelectorAll("[data-slot]")) slot.textContent = person[slot.dataset.slot] ?? "";
      line.querySelector("[data-came]").hidden = !state.came.has(person.number);
      line.querySelector("button").addEventListener("click", () => {
        $("q").value = "";
        $("found").replaceChildren();
        scan({ number: person.number });
      });
      return line;
    }),
  );
  $("nobody").hidden = !$("q").value.trim() || found.length > 0;
}

// A hardware scanner types the code and presses Enter, faster than any person.
let typed = "";
let typedAt = 0;

function keyed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("form, dialog")) return;
  if (event.timeStamp - typedAt > 120) typed = "";
  typedAt = event.timeStamp;
  if (event.key === "Enter" && tokenOf(typed)) {
    event.preventDefault();
    $("q").value = "";
    scan({ card: typed });
    typed = "";
  } else if (event.key.length === 1) typed += event.key;
}

async function undo() {
  if (!state.undoable) return;
  const answer = await state.line.ask("/api/v1/scans/undo", { id: state.undoable }).catch(() => undefined);
  if (answer?.ok) {
    $("verdict").hidden = true;
    $("ready").hidden = false;
    $("undo").hidden = true;
    state.line.call();
  } else {
    $("undo-refused").hidden = false;
    setTimeout(() => ($("undo-refused").hidden = true), 4000);
  }
}

async function camera() {
  if (state.camera?.stream) {
    state.camera.stop();
    page.classList.remove("has-camera");
    return;
  }
  sound ??= new AudioContext();
  state.camera = new Camera($("video"), (text) => scan({ card: text }));
  try {
    await state.camera.start();
    page.classList.add("has-camera");
  } catch {
    $("no-camera").hidden = false;
  }
}

// A guest nobody expected, or somebody who comes in another's place: both need the server.
async function bring(event) {
  event.preventDefault();
  const form = event.target;
  const dialog = form.closest("dialog");
  const wanted = { id: crypto.randomUUID(), ...Object.fromEntries(new FormData(form)) };
  if (dialog.id === "stand-in") {
    const { number, scanId, verdict } = state.shown;
    Object.assign(wanted, { number: Number(number), undoes: letsPass(verdict) ? scanId : "" });
  }
  const answer = await state.line.ask(form.dataset.to, wanted).catch(() => undefined);
  const words = await answer?.json().catch(() => undefined);
  if (answer?.ok) {
    form.reset();
    dialog.close();
    state.undoable = wanted.id;
    show(words.verdict, words);
    state.line.call();
    return;
  }
  const fault = form.querySelector(".fault");
  fault.textContent = words?.detail ?? form.dataset.offline;
  fault.hidden = false;
}

function prepare(dialog, opener) {
  opener.addEventListener("click", () => {
    dialog.querySelector(".fault").hidden = true;
    $("replaced").textContent = state.shown?.name ?? "";
    dialog.showModal();
  });
  dialog.querySelector("form").addEventListener("submit", bring);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}

async function open() {
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register("/door/sw.js", { scope: "/door" });
  const code = location.hash.slice(1);
  const device = (code && (await enrol(code))) || (await kept.read("device"));
  if (!device) {
    page.dataset.view = "stranger";
    return;
  }
  Object.assign(state, { door: device.door, maySubstitute: device.may_substitute, sequence: (await kept.read("sequence")) ?? 0 });
  state.came = (await kept.read("came")) ?? new Map();
  state.keepsDoors = (await kept.read("keepsDoors")) ?? false;
  const packed = await kept.read("roster");
  if (packed) state.roster = new Roster(packed);
  state.line = new Line(device.token, { told, news });
  state.line.roster = packed?.version ?? "";
  $("device").textContent = device.name;
  $("conference").textContent = device.conference;
  page.dataset.view = "work";
  told({});
  document.addEventListener("keydown", keyed, true);
  $("q").addEventListener("input", lookUp);
  $("undo").addEventListener("click", undo);
  $("camera").addEventListener("click", camera);
  $("direction").addEventListener("click", () => {
    state.direction = state.direction === "in" ? "out" : "in";
    page.classList.toggle("goes-out", state.direction === "out");
    $("direction").setAttribute("aria-pressed", String(state.direction === "out"));
  });
  prepare($("walk-in"), $("new"));
  prepare($("stand-in"), $("stand-in-open"));
  addEventListener("online", () => state.line.call());
  await state.line.call();
}

open();
