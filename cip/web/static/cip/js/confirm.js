// <button data-confirm="Question?"> asks in a dialog first. htmx's own hx-confirm asks in the same dialog.
const dialog = document.getElementById("confirm-dialog");
const go = document.getElementById("confirm-go");
let proceed = null;

function ask(question, action, label) {
  if (!dialog) {
    if (window.confirm(question)) action();
    return;
  }
  dialog.querySelector("[data-confirm-text]").textContent = question;
  go.querySelector("span").textContent = label || go.dataset.label;
  proceed = action;
  dialog.showModal();
}

if (dialog) {
  go.dataset.label = go.textContent.trim();
  go.addEventListener("click", () => {
    const action = proceed;
    proceed = null;
    dialog.close();
    action?.();
  });
  dialog.addEventListener("close", () => {
    proceed = null;
  });
}

const confirmed = new WeakSet();

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || confirmed.delete(button)) return;
    event.preventDefault();
    event.stopPropagation();
    ask(button.dataset.confirm, () => {
      confirmed.add(button);
      button.click();
    }, button.textContent.trim());
  },
  true,
);

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question, () => event.detail.issueRequest(true));
});
