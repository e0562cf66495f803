// The roadmap: its filter applies when a choice is made, and a widened chart opens with today in sight.
const isWidened = new URLSearchParams(location.search).get("zoom");

for (const form of document.querySelectorAll("form[data-roadmap-filter]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
  });
}

for (const mark of isWidened ? document.querySelectorAll(".gantt-today") : []) {
  const box = mark.closest(".figure-box");
  if (!box || box.scrollWidth <= box.clientWidth) continue;
  const line = mark.getBoundingClientRect();
  box.scrollLeft += line.left - box.getBoundingClientRect().left - box.clientWidth / 3;
}
