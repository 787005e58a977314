// Who has come in: what the server told last, and what this device saw since.

import { letsPass } from "./decide.js";
import * as kept from "./kept.js";

const LOCAL = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" };

export const clock = (moment) => new Date(moment).toLocaleTimeString("vi-VN", LOCAL);

// By number in the list: [time, door, whether they went out again].
export class Came {
  known = new Map();
  #lately = new Map(); // what a call on its way cannot know of; undefined where it was taken back

  async open() {
    this.known = (await kept.read("came")) ?? this.known;
  }

  get(number) {
    return this.known.get(number);
  }

  get count() {
    return [...this.known.values()].filter(([, , isOut]) => !isOut).length;
  }

  note(number, at, door, isOut) {
    this.before = [number, this.known.get(number)];
    this.#put(number, [at, door, isOut]);
    this.#save();
  }

  // As before the last one that was noted.
  takeBack() {
    if (this.before) this.#put(...this.before);
    this.before = undefined;
    this.#save();
  }

  // What the server answered to a call that began at `asked`: what was seen here since is newer.
  async heard({ arrivals, is_whole }, asked, queued, door) {
    if (is_whole) this.known.clear();
    for (const [number, at, by] of arrivals) this.known.set(number, [at, by]);
    for (const [number, { came, at }] of this.#lately) {
      if (at < asked) this.#lately.delete(number);
      else this.#put(number, came, at);
    }
    this.recall(queued, door);
    await this.#save();
  }

  // Whoever was let in by scans that still wait here.
  recall(queued, door) {
    for (const { undone, holder, shown, at } of queued) {
      if (!undone && letsPass(shown) && !this.known.has(holder)) this.known.set(holder, [clock(at), door, shown === "out"]);
    }
  }

  forget() {
    this.known.clear();
    this.#lately.clear();
  }

  #put(number, came, at = performance.now()) {
    this.#lately.set(number, { came, at });
    if (came) this.known.set(number, came);
    else this.known.delete(number);
  }

  #save() {
    return kept.keep("came", this.known);
  }
}
