// The reason of a disabled button, lifted above everything, so that no scrolling box cuts it off.
const GAP = 6;

function show(holder) {
  const tip = holder.querySelector(".tooltip");
  if (!tip || !("popover" in tip) || tip.matches(":popover-open")) return;
  tip.popover = "manual";
  tip.showPopover();
  const from = holder.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(from.left, GAP), innerWidth - size.width - GAP);
  const above = from.top - size.height - GAP;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > GAP ? above : from.bottom + GAP}px`;
}

function hide(holder) {
  const tip = holder.querySelector(".tooltip");
  if (tip?.matches(":popover-open")) tip.hidePopover();
}

for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const holder = event.target.closest?.(".reasoned");
    if (holder) show(holder);
  });
}
for (const name of ["pointerout", "focusout"]) {
  document.addEventListener(name, (event) => {
    const holder = event.target.closest?.(".reasoned");
    if (holder && !holder.contains(event.relatedTarget)) hide(holder);
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const holder of document.querySelectorAll(".reasoned")) hide(holder);
});
addEventListener("scroll", () => document.querySelectorAll(".reasoned").forEach(hide), { passive: true, capture: true });
