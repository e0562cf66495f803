// The page for the day: the current item in sight, Ctrl+Enter records.
const current = document.querySelector(".hold-agenda [aria-current]");
const list = current?.closest(".hold-agenda");
if (list && list.scrollHeight > list.clientHeight) {
  list.scrollTop = current.offsetTop - list.clientHeight / 3;
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form.quick-entry");
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
