// In tables that become cards on a phone, each cell learns the name of its column. A box that cannot scroll is no tab stop.
function label(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.innerText.trim());
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      [...row.cells].forEach((cell, index) => {
        if (cell.tagName === "TD" && !cell.dataset.label && heads[index]) cell.dataset.label = heads[index];
      });
    }
  }
}

function setUp(root) {
  for (const table of root.querySelectorAll("table[data-cards]")) label(table);
  for (const box of root.querySelectorAll(".table-box, .figure-box, .gantt, .wide-table, .drawing")) sizes.observe(box);
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth + 1 || target.scrollHeight > target.clientHeight + 1;
    if (scrolls) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

setUp(document);
document.addEventListener("htmx:afterSwap", () => setUp(document));
