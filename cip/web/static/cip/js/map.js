// The map of a model under the fingers: up and down within a column, left and right between columns.
const columns = (map) => [...map.querySelectorAll(".catalog-map-column")];
const links = (column) => [...column.querySelectorAll("a")].filter((link) => link.checkVisibility());

function beside(map, link, step) {
  const all = columns(map);
  const next = all[all.indexOf(link.closest(".catalog-map-column")) + step];
  return next && links(next)[0];
}

function along(link, step) {
  const all = links(link.closest(".catalog-map-column"));
  return all[all.indexOf(link) + step];
}

document.addEventListener("keydown", (event) => {
  const map = event.target.closest("[data-map]");
  if (!map || event.target.tagName !== "A" || event.ctrlKey || event.metaKey || event.altKey) return;
  const ways = {
    ArrowDown: () => along(event.target, 1),
    ArrowUp: () => along(event.target, -1),
    ArrowLeft: () => beside(map, event.target, -1),
    ArrowRight: () => beside(map, event.target, 1),
  };
  if (!ways[event.key]) return;
  event.preventDefault();
  ways[event.key]()?.focus();
});
