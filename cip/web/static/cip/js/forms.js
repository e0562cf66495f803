// A form is sent once per press; a form that came back puts the reader at the summary of what is wrong.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.target) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "true";
  event.submitter?.setAttribute("aria-busy", "true");
});

function rest() {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  for (const button of document.querySelectorAll(".button[aria-busy]")) button.removeAttribute("aria-busy");
}

// after "back", after an htmx answer, after a download (which leaves the page in place)
addEventListener("pageshow", rest);
document.addEventListener("htmx:afterRequest", rest);
addEventListener("focus", () => setTimeout(rest, 1500));
document.addEventListener("submit", () => setTimeout(rest, 8000));

document.querySelector("[data-focus]")?.focus();
