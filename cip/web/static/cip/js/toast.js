// Short messages at the bottom of the window.
const region = document.getElementById("toasts");
const LASTING_MS = 9000;

/** The translated text of the page for a key such as "network" or "409". */
export function text(key) {
  return region?.getAttribute(`data-text-${key}`) ?? "";
}

/** Show a message; an action is {label, run}. Errors stay until dismissed. */
export function toast(message, { action = null, stays = false } = {}) {
  if (!region || !message) return;
  (document.querySelector("dialog:modal") ?? document.body).append(region); // what is outside a dialog cannot be pressed
  for (const old of region.children) if (old.dataset.message === message) old.remove();
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.message = message;
  const words = document.createElement("span");
  words.textContent = message;
  box.append(words);
  if (action) box.append(makeButton(action.label, () => (box.remove(), action.run())));
  if (stays) box.append(makeButton(text("dismiss"), () => box.remove()));
  else setTimeout(() => box.remove(), LASTING_MS);
  region.append(box);
}

function makeButton(label, run) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", run);
  return button;
}

document.addEventListener("close", (event) => event.target.contains(region) && document.body.append(region), true);
document.addEventListener("cip:toast", (event) => toast(event.detail?.value ?? event.detail?.message));
