// What is typed in a form of the editor waits on this device until it is saved.
const form = (event) => event.target.closest?.("form[data-keep]");
const keyOf = (each) => `cip-edit-${each.dataset.keep}`;
const SKIPPED = new Set(["csrfmiddlewaretoken", "expected"]);

function valuesOf(each) {
  return [...new FormData(each)].filter(([name]) => !SKIPPED.has(name));
}

function store(key, values) {
  try {
    if (values) localStorage.setItem(key, JSON.stringify(values));
    else localStorage.removeItem(key);
  } catch {
    // private mode or full: the text still waits in the page itself
  }
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}


function fill(each, values) {
  for (const field of each.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.type === "hidden") continue;
    const sent = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = sent.includes(field.value);
    else if (sent.length) field.value = sent[0];
  }
}

/** Forms that came fresh get what was typed before; those that came back with errors keep what they hold. */
function restore() {
  for (const each of document.querySelectorAll("form[data-keep]:not([data-start])")) {
    each.dataset.start = JSON.stringify(valuesOf(each));
    const values = stored(keyOf(each));
    if (!values || each.querySelector(".form-errors")) continue;
    fill(each, values);
    if (JSON.stringify(valuesOf(each)) === each.dataset.start) store(keyOf(each), null);
    else each.classList.add("is-unsaved");
  }
}

document.addEventListener("input", (event) => {
  const each = form(event);
  if (!each) return;
  const values = valuesOf(each);
  const isSame = JSON.stringify(values) === each.dataset.start;
  each.classList.toggle("is-unsaved", !isSame);
  store(keyOf(each), isSame ? null : values);
});

let sent = null;
document.addEventListener("submit", (event) => {
  const each = form(event);
  if (each) sent = keyOf(each);
});

function settle() {
  const failed = document.querySelector("form[data-keep] .form-errors");
  if (sent && !failed) store(sent, null);
  sent = null;
  restore();
}

document.addEventListener("htmx:afterSettle", settle);
document.addEventListener("htmx:responseError", () => {
  sent = null;
});

addEventListener("beforeunload", (event) => {
  if (sent || !document.querySelector("form[data-keep].is-unsaved")) return;
  event.preventDefault();
});

restore();
