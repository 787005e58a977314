// The page at the door: one glance says who, where to, and whether to let them pass.

import { Camera } from "./camera.js";
import { decide, letsPass, token as tokenOf } from "./decide.js";
import { prepare } from "./desk.js";
import { enrol, settle } from "./device.js";
import * as kept from "./kept.js";
import { Line } from "./line.js";
import { Roster } from "./roster.js";
import { hear } from "./scanner.js";
import { signal, stayAwake, wake } from "./senses.js";

const $ = (name) => document.getElementById(name);
const page = document.body;
const unchecked = new Set(); // scans of this device before it had a roster
const state = { came: new Map(), direction: "in", sequence: 0, keepsDoors: false };

// What the verdict looks like comes from the page's templates, in the reader's language.
function show(verdict, person = {}) {
  const about = person.name === person.position ? { ...person, position: "" } : person; // a post without a name
  const panel = $("verdict");
  const words = document.querySelector(`template[data-verdict="${verdict}"]`).content.cloneNode(true);
  panel.replaceChildren(words);
  panel.dataset.side = about.side ?? "";
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
  $("replaced").textContent = about.name ?? "";
  $("stand-in-open").hidden = !(state.maySubstitute && about.number && ["admitted", "not_coming"].includes(verdict));
  signal(panel.className);
}

const clock = (moment) => new Date(moment).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });

// One after the other: a slow answer never covers the verdict on whoever came next.
let turn = Promise.resolve();

function scan(what, how) {
  turn = turn.catch(() => undefined).then(() => read(what, how));
  return turn;
}

// `what` is {card} as read, or {number} of somebody found by name.
async function read(what, { insists = false } = {}) {
  state.last = what;
  state.sequence += 1;
  const at = new Date().toISOString();
  const one = { id: crypto.randomUUID(), sequence: state.sequence, at, direction: state.direction, insists, ...what };
  kept.keep("sequence", state.sequence);
  state.undoable = one.id;
  const told = await state.line.scan(one);
  if (page.dataset.view === "revoked") return;
  if (told) {
    remember(told.verdict, Number(told.number), told.at, told.by);
    show(told.verdict, { ...wayOf(told), ...told });
    return;
  }
  if (!state.roster) {
    unchecked.add(one.id);
    await state.line.shown(one);
    show("unchecked");
    return;
  }
  const person = what.number ? state.roster.byNumber.get(what.number) : await state.roster.open(tokenOf(what.card ?? ""));
  const came = person && state.came.get(person.number);
  const verdict = decide(person, came, { ...state, insists });
  await state.line.shown(one, verdict, person?.number);
  remember(verdict, person?.number, came?.[0] ?? clock(at), came?.[1]);
  show(verdict, { ...person, at: came?.[0] ?? clock(at), by: came?.[1] ?? "" });
}

// How to walk to the seat: the server tells the seat, the roster its row and from where to enter it.
function wayOf({ number, seat }) {
  const { row, side, ...known } = state.roster?.byNumber.get(Number(number)) ?? {};
  return known.seat === seat ? { row, side } : {};
}

function remember(verdict, number, at, by) {
  if (!letsPass(verdict)) return;
  state.before = [number, state.came.get(number)];
  state.came.set(number, [at, by || state.door, verdict === "out"]);
  kept.keep("came", state.came);
  told({});
}

// Answers to scans that were decided here: where the server sees it otherwise, the usher is told.
async function news(heard, scans) {
  heard.answers.forEach((answer, place) => {
    const { id, shown, undone } = scans[place];
    const isNews = shown ? letsPass(answer.verdict) !== letsPass(shown) : unchecked.delete(id);
    if (isNews && !undone) notice(answer);
  });
  if (heard.is_whole) state.came.clear();
  for (const [number, at, door] of heard.arrivals) state.came.set(number, [at, door]);
  await recall();
  state.keepsDoors = heard.keeps_doors;
  posted(heard.device);
  $("entrance").textContent = heard.entrance;
  $("skew").hidden = !heard.is_skewed;
  await kept.keep("came", state.came);
  await kept.keep("keepsDoors", state.keepsDoors);
  if (heard.roster !== state.roster?.packed.version) await fetchRoster();
}

// Whoever was let in by scans that still wait here.
async function recall() {
  for (const { sequence, undone, holder, shown, at } of await kept.queued()) {
    state.sequence = Math.max(state.sequence, sequence);
    if (!undone && letsPass(shown) && !state.came.has(holder)) state.came.set(holder, [clock(at), state.door, shown === "out"]);
  }
}

function notice(answer) {
  const words = document.querySelector("template[data-notice]").content.cloneNode(true);
  words.querySelector("[data-slot=name]").textContent = answer.name ?? "";
  words.querySelector("[data-slot=verdict]").textContent =
    document.querySelector(`template[data-verdict="${answer.verdict}"]`).content.querySelector("strong").textContent;
  words.querySelector("button").addEventListener("click", ({ target }) => target.closest("li").remove());
  $("notices").prepend(words);
}

// Where the office has put this device; it may be moved while it works.
function posted(device) {
  Object.assign(state, { door: device.door, maySubstitute: device.may_substitute });
  $("device").textContent = device.name;
  kept.read("device").then((known) => known && kept.keep("device", { ...known, ...device }));
}

async function fetchRoster() {
  const answer = await state.line.ask("/api/v1/doors/roster");
  if (!answer.ok) return;
  const packed = await answer.json();
  await kept.keep("roster", packed);
  know(packed);
  told({});
}

function know(packed) {
  state.roster = new Roster(packed);
  $("units").replaceChildren(...packed.units.filter(Boolean).map((unit) => new Option(unit, unit)));
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
  $("here").textContent = [...state.came.values()].filter(([, , isOut]) => !isOut).length;
}

async function wiped() {
  state.camera?.stop();
  await kept.wipe();
  page.dataset.view = "revoked";
}

async function lookUp() {
  const found = state.roster?.search($("q").value) ?? [];
  $("found").replaceChildren(
    ...found.map((person) => {
      const line = document.querySelector("template[data-person]").content.cloneNode(true);
      for (const slot of line.querySelectorAll("[data-slot]")) slot.textContent = person[slot.dataset.slot] ?? "";
      const came = state.came.get(person.number);
      line.querySelector("[data-came]").hidden = !came || came[2];
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

async function undo() {
  if (!state.undoable) return;
  const isDone = await state.line.takeBack(state.undoable).catch(() => false);
  if (isDone) {
    const [number, before] = state.before ?? [];
    if (before) state.came.set(number, before);
    else state.came.delete(number);
    kept.keep("came", state.came);
    told({});
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
    kept.keep("camera", false);
    return;
  }
  state.camera = new Camera($("video"), (text) => document.querySelector("dialog[open]") || scan({ card: text }));
  try {
    await state.camera.start();
    page.classList.add("has-camera");
    $("no-camera").hidden = true;
    kept.keep("camera", true);
  } catch {
    $("no-camera").hidden = false;
  }
}

// Whoever was written in at the door is in.
function written(words, { id }) {
  state.undoable = id;
  remember(words.verdict, Number(words.number), words.at, words.by);
  show(words.verdict, words);
  state.line.call();
}

// Whom the stand-in replaces; a scan that let the person themselves in is taken back with it.
function replaced() {
  const { number, scanId, verdict } = state.shown;
  return { number: Number(number), undoes: letsPass(verdict) ? scanId : "" };
}

function refused(reason) {
  $("refusal").textContent = reason ?? $("refusal").dataset.offline;
  $("refusal").hidden = false;
}

async function open() {
  settle().then((isKept) => {
    page.classList.toggle("is-kept", isKept);
    $("not-kept").hidden = isKept;
  });
  const code = location.hash.slice(1);
  const device = (code && (await enrol(code, refused))) || (await kept.read("device"));
  if (!device) {
    page.dataset.view = "stranger";
    return;
  }
  posted(device);
  state.sequence = (await kept.read("sequence")) ?? 0;
  state.came = (await kept.read("came")) ?? new Map();
  state.keepsDoors = (await kept.read("keepsDoors")) ?? false;
  const packed = await kept.read("roster");
  if (packed) know(packed);
  await recall();
  state.line = new Line(device.token, { told, news });
  $("conference").textContent = device.conference;
  page.dataset.view = "work";
  told({});
  hear((card) => {
    $("q").value = "";
    lookUp();
    scan({ card });
  });
  $("q").addEventListener("input", lookUp);
  $("undo").addEventListener("click", undo);
  $("camera").addEventListener("click", camera);
  $("direction").addEventListener("click", () => {
    state.direction = state.direction === "in" ? "out" : "in";
    page.classList.toggle("goes-out", state.direction === "out");
    $("direction").setAttribute("aria-pressed", String(state.direction === "out"));
  });
  const ask = (path, wanted) => state.line.ask(path, wanted);
  prepare($("walk-in"), $("new"), { ask, done: written });
  prepare($("stand-in"), $("stand-in-open"), { ask, about: replaced, done: written });
  addEventListener("online", () => state.line.call());
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
  const isAllowed = (await navigator.permissions?.query({ name: "camera" }).catch(() => undefined))?.state === "granted";
  if (isAllowed && (await kept.read("camera"))) camera();
  await state.line.call();
}

open();
