// This phone or tablet becomes one of the doors', and keeps the page for times without a network.

import * as kept from "./kept.js";

// What the server says of the device that holds this code; undefined after `refused(reason)`, where
// the reason is unknown if nobody answered.
export async function enrol(code, refused) {
  const answer = await fetch(`/api/v1/doors/enrolments/${encodeURIComponent(code)}`, { method: "POST" }).catch(() => undefined);
  if (answer) history.replaceState(null, "", location.pathname);
  if (!answer?.ok) {
    refused((await answer?.json())?.detail);
    return undefined;
  }
  const device = await answer.json();
  await kept.keep("device", device);
  await kept.keep("roster", undefined); // perhaps of another conference
  await kept.keep("came", new Map());
  await navigator.storage?.persist?.();
  return device;
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
