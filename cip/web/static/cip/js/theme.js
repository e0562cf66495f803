// Runs before the first paint: sets the chosen colors, so that no page flashes. Classic script, no module.
(() => {
  const order = ["system", "light", "dark"];
  const key = "cip-theme";
  const root = document.documentElement;

  function stored() {
    try {
      const value = localStorage.getItem(key);
      return order.includes(value) ? value : "system";
    } catch {
      return "system";
    }
  }

  function apply(theme) {
    root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      const label = button.getAttribute(`data-label-${theme}`);
      button.title = label;
      button.querySelector("[data-theme-label]").textContent = label;
      for (const face of button.querySelectorAll("[data-theme-face]")) {
        face.hidden = face.dataset.themeFace !== theme;
      }
    }
  }

  root.classList.add("js");
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  addEventListener("storage", (event) => event.key === key && apply(stored()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    const next = order[(order.indexOf(stored()) + 1) % order.length];
    try {
      localStorage.setItem(key, next);
    } catch {
      // private mode: the choice holds for this page only
    }
    apply(next);
  });
})();
