// Dragging nodes of the tree with the mouse: before, after or into the node below the pointer.
let dragged = null;

const itemOf = (event) => event.target.closest?.("[data-tree] [data-node]");

function whereIn(event, item) {
  const box = item.getBoundingClientRect();
  const part = (event.clientY - box.top) / box.height;
  if (part < 0.3) return "before";
  return part > 0.7 ? "after" : "inside";
}

function clear() {
  for (const each of document.querySelectorAll("[data-drop]")) delete each.dataset.drop;
}

document.addEventListener("dragstart", (event) => {
  const item = itemOf(event);
  if (!item) return;
  dragged = item;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", item.dataset.node);
});

document.addEventListener("dragover", (event) => {
  const item = dragged && itemOf(event);
  if (!item) return;
  clear();
  if (item.parentElement.contains(dragged) && item === dragged) return;
  if (dragged.parentElement.contains(item)) return;
  event.preventDefault();
  item.dataset.drop = whereIn(event, item);
});

document.addEventListener("drop", (event) => {
  const item = dragged && itemOf(event);
  const where = item?.dataset.drop;
  clear();
  if (!where) return;
  event.preventDefault();
  const detail = { where, target: item.dataset.node };
  dragged.dispatchEvent(new CustomEvent("cip:drop", { bubbles: true, detail }));
});

document.addEventListener("dragend", () => {
  clear();
  dragged = null;
});
