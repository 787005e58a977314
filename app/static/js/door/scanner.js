// A hardware scanner types the code and presses Enter or Tab, faster than any person. The keys count, not
// the letters: a Vietnamese keyboard makes other letters of them.

const PAUSE = 5000; // milliseconds: what was typed before is something else
const BY_HAND = 40; // a person needs longer for a key
const SHORTEST = 6;
const MODIFIER = /^(Shift|CapsLock|Control|Alt|Meta|Fn)/;
const LETTER = /^(?:Key|Digit|Numpad)(\w)$/;
const CARD = /[A-Z2-7]{26}(?=\/*$)/;

// Call `found` with each code that is typed outside forms.
export function hear(found) {
  let typed = "";
  let [began, ended] = [0, 0];

  function keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("form, dialog")) return;
    if (MODIFIER.test(event.code)) return;
    if (event.timeStamp - ended > PAUSE) typed = "";
    if (!typed) began = event.timeStamp;
    ended = event.timeStamp;
    if (!/(Enter|Tab)$/.test(event.code)) {
      typed += event.code.match(LETTER)?.[1] ?? "/"; // whatever is no letter ends a word
      return;
    }
    const card = typed.match(CARD)?.[0];
    const isScanner = typed.length >= SHORTEST && ended - began < BY_HAND * typed.length;
    if (card || isScanner) {
      event.preventDefault();
      found(card ?? typed);
    }
    typed = "";
  }

  document.addEventListener("keydown", keyed, true);
  document.addEventListener("pointerdown", () => (typed = ""), true);
}
