// Alt+Up and Alt+Down move the agenda item that has the focus; the focus stays with the item.
const STEPS = { ArrowUp: "up", ArrowDown: "down" };
let moved = null;

document.addEventListener("keydown", (event) => {
  const step = event.altKey && STEPS[event.key];
  const row = step && event.target.closest?.("[data-agenda-row]");
  if (!row) return;
  event.preventDefault();
  row.querySelector(`button[value="${step}"]:not(:disabled)`)?.click();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-agenda-row] button[name=direction]");
  if (button) moved = { row: button.closest("[data-agenda-row]").id, value: button.value };
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("htmx:afterSettle", () => {
  if (!moved) return;
  const row = document.getElementById(moved.row);
  const same = row?.querySelector(`button[value="${moved.value}"]:not(:disabled)`);
  (same ?? row?.querySelector("button[name=direction]:not(:disabled)"))?.focus();
  row?.classList.add("is-moved");
  moved = null;
});
