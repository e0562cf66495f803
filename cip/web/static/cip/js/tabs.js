// Where tabs do not fit, the current one is brought into sight.
for (const current of document.querySelectorAll(".tabs [aria-current]")) {
  const box = current.closest(".tabs");
  if (box.scrollWidth > box.clientWidth) {
    box.scrollLeft = current.offsetLeft - (box.clientWidth - current.offsetWidth) / 2;
  }
}
