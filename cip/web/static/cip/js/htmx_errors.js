// An htmx request that fails says so, with the server's own sentence where there is one. Nothing typed is touched.
import { text, toast } from "./toast.js";

const SHOWN = new Set([403, 404, 409]);

function reasonIn(page) {
  return page.querySelector("[data-error-reason]")?.textContent.trim() ?? "";
}

function showConflict(page) {
  const dialog = document.getElementById("conflict-dialog");
  const found = page.querySelector("[data-conflict]");
  if (!dialog || !found) return;
  dialog.querySelector("[data-conflict-body]").replaceChildren(document.importNode(found, true));
  dialog.showModal();
}

document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  const page = new DOMParser().parseFromString(responseText ?? "", "text/html");
  const message = reasonIn(page) || text(SHOWN.has(status) ? String(status) : "500");
  const hasConflict = status === 409 && page.querySelector("[data-conflict]");
  toast(message, {
    stays: true,
    action: hasConflict ? { label: text("show"), run: () => showConflict(page) } : null,
  });
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast(text("network"), { stays: true }));
}
