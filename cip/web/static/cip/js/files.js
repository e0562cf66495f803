// A file that is too large is told at its field and not sent: <input data-most-bytes="9" data-too-large="words">.
// The server would refuse it unread, and the page would be gone with all that was typed.
document.addEventListener("change", (event) => {
  if (event.target.dataset.mostBytes) tell(event.target);
});

document.addEventListener(
  "submit",
  (event) => {
    const wrong = [...event.target.querySelectorAll("[data-most-bytes]")].filter(isTooLarge);
    if (!wrong.length) return;
    event.preventDefault();
    wrong.forEach(tell);
    wrong[0].focus();
  },
  true,
);

function isTooLarge(input) {
  return [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));
}

function tell(input) {
  const field = input.closest(".field");
  const id = `${input.id}_error`;
  document.getElementById(id)?.remove();
  const wrong = isTooLarge(input);
  field.classList.toggle("has-errors", wrong);
  input.toggleAttribute("aria-invalid", wrong);
  if (!wrong) return;
  const error = Object.assign(document.createElement("div"), { id, className: "field-error", role: "alert" });
  error.append(Object.assign(document.createElement("p"), { textContent: input.dataset.tooLarge }));
  field.append(error);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", id);
}
