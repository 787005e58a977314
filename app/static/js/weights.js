// The soft rules in the order of their weight: a rule goes up or down where it is. Without scripts the
// same buttons send the form, which comes back rearranged.

const field = document.querySelector("[data-weights]");
const list = field.querySelector("ol");

function number() {
  const rules = [...list.children];
  for (const [place, rule] of rules.entries()) {
    rule.querySelector("input").value = place + 1;
    rule.querySelector("[name='up']").disabled = place === 0;
    rule.querySelector("[name='down']").disabled = place === rules.length - 1;
  }
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  const rule = button.closest("li");
  if (button.name === "up") rule.previousElementSibling.before(rule);
  else rule.nextElementSibling.after(rule);
  number();
  (button.disabled ? rule.querySelector("button:enabled") : button).focus();
  const said = { rule: rule.querySelector("strong").textContent, n: rule.querySelector("input").value };
  field.querySelector("[role='status']").textContent = field.dataset.said.replace(/\{(\w+)\}/g, (_, name) => said[name]);
});
