// The search field under the fingers: "/" goes to it, arrows walk through the results, Escape comes back.
const form = document.querySelector("[data-search]");
const field = form?.querySelector("input[type=search]");

const links = () => [...document.querySelectorAll("#results ol a")];

function typing(element) {
  return element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
}

function walk(event, step) {
  const all = links();
  const here = all.indexOf(document.activeElement);
  if (here === -1 && document.activeElement !== field) return;
  event.preventDefault();
  (all[here + step] ?? (here + step < 0 ? field : all[here]))?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !typing(event.target)) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "ArrowDown") walk(event, 1);
  else if (event.key === "ArrowUp") walk(event, -1);
  else if (event.key === "Escape" && links().includes(document.activeElement)) field.focus();
});
