// The line to the server: one scan at a time while it answers, batches once it is back.

import * as kept from "./kept.js";

const PATIENCE = 800; // milliseconds until the usher is told what the device itself knows
const LATEST = 20_000; // a call that hangs longer is given up and made again
const BATCH = 100;
const CALM = 10_000; // between two calls when all is well
const LONGEST = 30_000;

export class Revoked extends Error {}

// What the server is told of a scan; whose card it was and which device it is stay here.
const sent = ({ holder: _, device: __, ...scan }) => scan;

export class Line {
  // `told` hears of each state change: {isOnline, queued}; `news` of each answer to a call.
  constructor(token, { told, news }) {
    Object.assign(this, { token, told, news, isOnline: true, tries: 0, since: "", roster: "" });
  }

  async ask(path, body, patience = LATEST) {
    const answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    if (answer.status === 401) throw new Revoked();
    if (answer.status >= 500) throw new Error(`status ${answer.status}`);
    return answer;
  }

  // The server's verdict, or undefined where it does not answer in time: then `shown` keeps the scan
  // with what the usher was told, and the server finds doubles by that.
  async scan(scan) {
    if (!this.isOnline) return undefined;
    await kept.enqueue(scan);
    try {
      const answer = await this.ask("/api/v1/scans", sent(scan), PATIENCE);
      if (!answer.ok) return undefined;
      const verdict = await answer.json();
      await kept.dequeue([scan]);
      return verdict;
    } catch (failure) {
      this.failed(failure);
      return undefined;
    }
  }

  // Nobody is told a verdict before it is kept. `holder` stays here: a number in the list.
  async shown(scan, verdict, holder) {
    await kept.enqueue({ ...scan, shown: verdict, holder });
    this.count();
  }

  // Take a scan back: on this device while it waits here, else at the server.
  async takeBack(id) {
    const waiting = await kept.waiting(id);
    if (!waiting) return (await this.ask("/api/v1/scans/undo", { id })).ok;
    await kept.enqueue({ ...waiting, undone: true });
    return true;
  }

  async call() {
    if (this.isCalling) return;
    this.isCalling = true;
    clearTimeout(this.timer);
    try {
      await this.exchange();
    } catch (failure) {
      this.failed(failure);
    } finally {
      this.isCalling = false;
    }
  }

  async exchange() {
    const asked = performance.now();
    const waiting = await kept.queued();
    const scans = waiting.slice(0, BATCH);
    const battery = await navigator.getBattery?.().catch(() => undefined);
    const answer = await this.ask("/api/v1/doors/sync", {
      now: new Date().toISOString(),
      scans: scans.map(sent),
      queued: waiting.length - scans.length,
      battery: battery ? Math.round(battery.level * 100) : undefined,
      since: this.since,
      roster: this.roster,
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const heard = await answer.json();
    await kept.dequeue(scans);
    await this.news(heard, scans, asked);
    this.since = heard.since;
    this.isOnline = true;
    this.tries = 0;
    this.callIn(waiting.length > scans.length ? 0 : CALM);
    this.count();
  }

  stop() {
    clearTimeout(this.timer);
  }

  callIn(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.call(), pause);
  }

  failed(failure) {
    if (failure instanceof Revoked) {
      this.token = "";
      this.stop();
      this.told({ isRevoked: true });
      return;
    }
    this.isOnline = false;
    this.tries += 1;
    this.callIn(Math.min(LONGEST, 1000 * 2 ** Math.min(5, this.tries)) * (0.8 + 0.4 * Math.random()));
    this.count();
  }

  async count() {
    const queued = (await kept.queued()).length;
    this.told({ isOnline: this.isOnline, queued });
  }
}
