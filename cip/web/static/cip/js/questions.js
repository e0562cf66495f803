// Alt+Up and Alt+Down move the question or part that has the focus; the focus stays with it.
const STEPS = { ArrowUp: "up", ArrowDown: "down" };
let moved = null;

document.addEventListener("keydown", (event) => {
  const step = event.altKey && STEPS[event.key];
  const row = step && event.target.closest?.("[data-draft-row]");
  if (!row) return;
  event.preventDefault();
  ownButton(row, step)?.click();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft-row] button[data-move]");
  if (button) moved = { row: button.closest("[data-draft-row]").id, step: button.dataset.move };
});

document.addEventListener("htmx:afterSettle", () => {
  const row = moved && document.getElementById(moved.row);
  if (row) {
    (ownButton(row, moved.step) ?? ownButton(row, "up") ?? ownButton(row, "down"))?.focus();
    row.classList.add("is-moved");
  }
  moved = null;
});

/** The button of the row itself, not of a question inside the part. */
function ownButton(row, step) {
  const buttons = [...row.querySelectorAll(`button[data-move="${step}"]:not(:disabled)`)];
  return buttons.find((button) => button.closest("[data-draft-row]") === row);
}
