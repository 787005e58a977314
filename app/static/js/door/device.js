// This phone or tablet becomes one of the doors', and keeps the page for times without a network.

import * as kept from "./kept.js";
import { Line, Revoked } from "./line.js";

// What the server says of the device that holds this code; undefined after `refused(reason)`, where
// the reason is unknown if nobody answered.
export async function enrol(code, refused) {
  if (!(await sendAll(await kept.read("device")))) {
    refused();
    return undefined;
  }
  const answer = await fetch(`/api/v1/doors/enrolments/${encodeURIComponent(code)}`, { method: "POST" }).catch(() => undefined);
  if (answer) history.replaceState(null, "", location.pathname);
  if (!answer?.ok) {
    refused((await answer?.json().catch(() => undefined))?.detail);
    return undefined;
  }
  const device = await answer.json();
  const queued = await kept.queued();
  await kept.dequeue(queued.filter((scan) => scan.device !== device.name)); // that one was revoked
  await kept.keep("device", device);
  await kept.keep("roster", undefined); // perhaps of another conference
  await kept.keep("came", new Map());
  await navigator.storage?.persist?.();
  return device;
}

// What this phone scanned as another device goes out under that device's name.
async function sendAll(before) {
  const ignored = () => undefined;
  const line = before && new Line(before.token, { told: ignored, news: ignored });
  try {
    while (line && (await kept.queued()).length) await line.exchange();
    return true;
  } catch (failure) {
    return failure instanceof Revoked;
  } finally {
    line?.stop();
  }
}

// Whether the page is kept. Without a certificate that the phone trusts no browser does.
export async function settle() {
  try {
    await navigator.serviceWorker.register("/door/sw.js", { scope: "/door" });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}
