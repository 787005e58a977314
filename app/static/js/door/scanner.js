// A hardware scanner types the code and presses Enter, faster than any person. The keys count, not
// the letters: a Vietnamese keyboard makes other letters of them.

const PAUSE = 1500; // milliseconds: what was typed before is something else
const BY_HAND = 40; // a person needs longer for a key
const SHORTEST = 6;

// Call `found` with each code that is typed outside forms.
export function hear(found) {
  let typed = "";
  let [began, ended] = [0, 0];

  function keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("form, dialog")) return;
    if (event.timeStamp - ended > PAUSE) typed = "";
    if (!typed) began = event.timeStamp;
    ended = event.timeStamp;
    const [, key] = event.code.match(/^(?:Key|Digit|Numpad)(\w)$/) ?? [];
    typed += key ?? (event.code === "Slash" ? "/" : "");
    if (!event.code.endsWith("Enter")) return;
    const card = typed.match(/[A-Z2-7]{26}(?=\/*$)/)?.[0];
    const isScanner = typed.length >= SHORTEST && ended - began < BY_HAND * typed.length;
    if (card || isScanner) {
      event.preventDefault();
      found(card ?? typed);
    }
    typed = "";
  }

  document.addEventListener("keydown", keyed, true);
}
