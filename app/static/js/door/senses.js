// What the usher hears and feels, and a screen that stays lit.

const TONES = { good: [880, 0.12], warn: [440, 0.3], bad: [180, 0.6] };
let sound;
let light;

// Browsers let a page sound only once somebody has touched it or a key; phones fall silent after a call.
export function wake() {
  sound ??= new AudioContext();
  if (sound.state !== "running") sound.resume();
  stayAwake();
}

export async function stayAwake() {
  if (document.hidden || document.body.dataset.view !== "work" || (light && !light.released)) return;
  light = await navigator.wakeLock?.request("screen").catch(() => undefined);
}

export function signal(tone) {
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
