// The verdict without a network. The server decides again later, and says where it differs.

const IN = "in";

// `person` from the roster or undefined; `came` is [time, door, whether they went out again] where
// somebody is known to have come in.
export function decide(person, came, { direction, door, keepsDoors, insists }) {
  if (!person) return "unknown";
  if (person.status === "replaced" || person.status === "revoked") return person.status;
  if (direction !== IN) return came ? "out" : "not_in";
  if (came) return came[2] ? "back" : "repeated";
  if (insists) return "admitted";
  if (person.status) return person.status;
  if (keepsDoors && door && person.door && person.door !== door) return "wrong_door";
  return "admitted";
}

export const letsPass = (verdict) => ["admitted", "back", "out"].includes(verdict);

// The token in whatever a code said: an address of a delegate's page, or the token alone.
export function token(text) {
  const last = text.trim().replace(/\/+$/, "").split("/").pop().toUpperCase();
  return /^[A-Z2-7]{26}$/.test(last) ? last : "";
}
