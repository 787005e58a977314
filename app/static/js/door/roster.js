// The roster on the device: a line opens only with the card it belongs to.

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const encoder = new TextEncoder();

export const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

async function digest(salt, kind, token) {
  const parts = [bytes(salt), encoder.encode(kind + token)];
  const whole = new Uint8Array(parts[0].length + parts[1].length);
  whole.set(parts[0]);
  whole.set(parts[1], parts[0].length);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

export class Roster {
  constructor(packed) {
    this.packed = packed;
    this.cards = new Map(packed.cards);
    this.names = packed.names.map(([number, name, unit, seat, way, status]) => {
      const called = typeof name === "number" ? packed.titles[name] : name;
      const person = this.person([status, number, called, "", unit, seat, way]);
      return { ...person, sought: ` ${fold(`${called} ${person.unit} ${seat}`)}` };
    });
    this.byNumber = new Map(this.names.map((person) => [person.number, person]));
  }

  // Whether it can tell who that is. Without https there is nothing to open cards with.
  opens({ card }) {
    return card === undefined || crypto.subtle !== undefined;
  }

  // Who holds this card, or undefined.
  async open(token) {
    const { salt } = this.packed;
    const id = btoa(String.fromCharCode(...(await digest(salt, "id", token)).slice(0, 9)));
    const sealed = this.cards.get(id);
    if (!sealed) return undefined;
    const key = await crypto.subtle.importKey("raw", await digest(salt, "key", token), "AES-GCM", false, ["decrypt"]);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, bytes(sealed));
    return this.person(JSON.parse(new TextDecoder().decode(plain)));
  }

  person([status, number, name, title, unit, seat, place, standIn]) {
    const { titles, units, ways } = this.packed;
    const position = typeof title === "number" ? titles[title] : title;
    const [block, door, row, side] = ways[place];
    return { status, number, name: name || position, position, unit: units[unit], seat, block, door, row, side, stand_in: standIn };
  }

  // People of whose name, unit or seat every typed word is a part; first those of whom it begins a word.
  search(typed, most = 8) {
    const words = fold(typed).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const begun = this.names.filter((one) => words.every((word) => one.sought.includes(` ${word}`)));
    if (begun.length >= most) return begun.slice(0, most);
    const rest = this.names.filter((one) => !begun.includes(one) && words.every((word) => one.sought.includes(word)));
    return [...begun, ...rest].slice(0, most);
  }
}
