// Parts that unfold: what the address or an error points at is open; one button opens or closes all of them.
const parts = () => [...document.querySelectorAll("details.fold")];

function reveal(element) {
  for (let part = element.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

function revealTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest("details:not([open])")) return;
  reveal(target);
  target.scrollIntoView();
}

function revealErrors() {
  document.querySelectorAll(".fold :is([aria-invalid='true'], .error-summary)").forEach(reveal);
}

const button = document.querySelector("[data-fold-all]");

function nameButton() {
  button.textContent = parts().every((part) => part.open) ? button.dataset.close : button.dataset.open;
}

if (button) {
  button.hidden = false;
  nameButton();
  button.addEventListener("click", () => {
    const opens = parts().some((part) => !part.open);
    for (const part of parts()) part.open = opens;
  });
  document.addEventListener("toggle", nameButton, { capture: true });
}

revealTarget();
addEventListener("hashchange", revealTarget);
document.addEventListener("htmx:afterSwap", revealErrors);
