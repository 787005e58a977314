// The page at the door: one glance says who, where to, and whether to let them pass.

import { Camera } from "./camera.js";
import { Came, clock } from "./came.js";
import { decide, letsPass, token as tokenOf } from "./decide.js";
import { prepare } from "./desk.js";
import { enrol, settle } from "./device.js";
import * as kept from "./kept.js";
import { Line } from "./line.js";
import { checking, clear, notice, tell } from "./panel.js";
import { Roster } from "./roster.js";
import { hear } from "./scanner.js";
import { stayAwake, wake } from "./senses.js";

const $ = (name) => document.getElementById(name);
const page = document.body;
const came = new Came();
const unchecked = new Set(); // scans of this device that it could not decide itself
const state = { direction: "in", sequence: 0, keepsDoors: false };
const LONGEST = 300; // letters of a code that are sent; ours are at the end of theirs

function show(verdict, person = {}) {
  const about = person.name === person.position ? { ...person, position: "" } : person; // a post without a name
  tell(verdict, about, () => scan(state.last, { insists: true }));
  $("undo").hidden = !letsPass(verdict);
  state.shown = { ...about, verdict, scanId: state.undoable };
  $("replaced").textContent = about.name ?? "";
  $("stand-in-open").hidden = !(state.maySubstitute && about.number && ["admitted", "not_coming"].includes(verdict));
}

// One after the other: a slow answer never covers the verdict on whoever came next.
let turn = Promise.resolve();

function inTurn(work) {
  turn = turn.then(work).catch(() => show("failed")); // never the verdict on somebody before
  return turn;
}

const scan = (what, how) => inTurn(() => read(what, how));

// `what` is {card} as read, or {number} of somebody found by name.
async function read(what, { insists = false } = {}) {
  checking();
  state.last = what;
  state.sequence += 1;
  const at = new Date().toISOString();
  const { direction, sequence, device } = state;
  const one = { id: kept.newId(), device, sequence, at, direction, insists, ...what };
  kept.keep("sequence", sequence);
  state.undoable = one.id;
  const told = await state.line.scan(one);
  if (!state.line.token) return; // revoked
  if (told) {
    remember(told.verdict, Number(told.number), told.at, told.by);
    show(told.verdict, { ...wayOf(told), ...told });
    return;
  }
  if (!state.roster?.opens(what)) {
    unchecked.add(one.id);
    await state.line.shown(one);
    show("unchecked");
    return;
  }
  const person = what.number ? state.roster.byNumber.get(what.number) : await state.roster.open(tokenOf(what.card));
  const [time, door, isOut] = came.get(person?.number) ?? [];
  const verdict = decide(person, time && [time, door, isOut], { ...state, insists });
  await state.line.shown(one, verdict, person?.number);
  remember(verdict, person?.number, time ?? clock(at), door);
  show(verdict, { ...person, at: time ?? clock(at), by: door ?? "" });
}

// How to walk to the seat: the server tells the seat, the roster its row and from where to enter it.
function wayOf({ number, seat }) {
  const { row, side, ...known } = state.roster?.byNumber.get(Number(number)) ?? {};
  return known.seat === seat ? { row, side } : {};
}

function remember(verdict, number, at, by) {
  if (!letsPass(verdict)) return;
  came.note(number, at, by || state.door, verdict === "out");
  told({});
}

// Answers to scans that were decided here: where the server sees it otherwise, the usher is told.
async function news(heard, scans, asked) {
  heard.answers.forEach((answer, place) => {
    const { id, shown, undone } = scans[place];
    const isNews = shown ? letsPass(answer.verdict) !== letsPass(shown) : unchecked.delete(id);
    if (isNews && !undone) notice(answer);
  });
  await came.heard(heard, asked, await kept.queued(), state.door);
  state.keepsDoors = heard.keeps_doors;
  posted(heard.device);
  $("entrance").textContent = heard.entrance;
  $("skew").hidden = !heard.is_skewed;
  await kept.keep("keepsDoors", state.keepsDoors);
  if (heard.roster !== state.roster?.packed.version) await fetchRoster();
}

// Where the office has put this device; it may be moved while it works.
function posted(device) {
  Object.assign(state, { device: device.name, door: device.door, maySubstitute: device.may_substitute });
  $("device").textContent = device.name;
  kept.read("device").then((known) => known && kept.keep("device", { ...known, ...device }));
}

async function fetchRoster() {
  const answer = await state.line.ask("/api/v1/doors/roster");
  if (!answer.ok) return;
  const packed = await answer.json();
  know(packed);
  await kept.keep("roster", packed);
  state.line.roster = packed.version;
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
  $("here").textContent = came.count;
}

async function wiped() {
  state.camera?.stop();
  state.roster = state.shown = undefined;
  came.forget();
  await kept.wipe();
  page.dataset.view = "revoked";
}

async function lookUp() {
  const found = state.roster?.search($("q").value) ?? [];
  $("found").replaceChildren(
    ...found.map((person) => {
      const line = document.querySelector("template[data-person]").content.cloneNode(true);
      for (const slot of line.querySelectorAll("[data-slot]")) slot.textContent = person[slot.dataset.slot] ?? "";
      const entry = came.get(person.number);
      line.querySelector("[data-came]").hidden = !entry || entry[2];
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

async function undo(id) {
  const isDone = id === state.undoable && (await state.line.takeBack(id).catch(() => false));
  if (isDone) {
    came.takeBack();
    told({});
    clear();
    $("undo").hidden = $("stand-in-open").hidden = true;
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
  $("camera").disabled = true;
  state.camera = new Camera($("video"), (text) => document.querySelector("dialog[open]") || scan({ card: text.slice(-LONGEST) }));
  const isOn = await state.camera.start().then(() => true, () => false);
  page.classList.toggle("has-camera", isOn);
  $("no-camera").hidden = isOn;
  $("camera").disabled = false;
  if (isOn) kept.keep("camera", true);
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
  await came.open();
  state.keepsDoors = (await kept.read("keepsDoors")) ?? false;
  const packed = await kept.read("roster");
  if (packed) know(packed);
  const waiting = await kept.queued();
  state.sequence = Math.max(state.sequence, ...waiting.map((one) => one.sequence));
  came.recall(waiting, state.door);
  state.line = new Line(device.token, { told, news });
  state.line.roster = packed?.version ?? "";
  $("conference").textContent = device.conference;
  page.dataset.view = "work";
  told({});
  hear((card) => {
    $("q").value = "";
    lookUp();
    scan({ card: card.slice(-LONGEST) });
  });
  $("q").addEventListener("input", lookUp);
  $("undo").addEventListener("click", () => {
    const id = state.undoable;
    inTurn(() => undo(id));
  });
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

open().catch(() => {
  refused($("refusal").dataset.unkept);
  page.dataset.view = "stranger";
});
