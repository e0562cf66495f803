// Fills the grid of an appraisal like a spreadsheet and saves each value by itself (the other side:
// assessments/views/characterizing.py). What could not be saved waits on this device; a value that somebody else
// changed is never overwritten silently.
import { makeStore } from "./questionnaire_store.js";

const TYPING_MS = 900;
const RETRY_MS = 4000;
const LETTERS = { f: "FI", l: "LI", p: "PI", n: "NI", y: "NY" };
const WEAK = ["LI", "PI", "NI"];

const grid = document.querySelector("[data-appraisal-grid]");
if (grid) start();

function start() {
  const words = (name) => grid.dataset[`text${name}`] ?? "";
  const status = grid.querySelector("[data-save-status]");
  const store = makeStore(`grid-${grid.dataset.assessment}-${grid.dataset.area}`);
  const waiting = new Map(); // key -> {value, note, version}; the same as in the store
  const held = new Set(); // keys that wait for the person: a conflict or something refused
  let busy = null;
  let timer = 0;

  const cells = () => [...grid.querySelectorAll("[data-cell]")];
  const cellOf = (element) => element.closest?.("[data-cell]");
  const keyOf = (cell) => `${cell.dataset.practice}:${cell.dataset.instance}`;
  const byKey = (key) => cells().find((cell) => keyOf(cell) === key);
  const select = (cell) => cell.querySelector("[data-value-of]");
  const note = (cell) => cell.querySelector("[data-note-of]");

  // ---- what is shown --------------------------------------------------------------------------------------------
  function show(cell) {
    // Fields wait for this script, which saves them; without it each practice has a page of its own.
    for (const field of [select(cell), note(cell)]) field.disabled = false;
    const value = select(cell).value;
    cell.dataset.value = value;
    const isChoice = !cell.dataset.instance;
    note(cell).hidden = !(WEAK.includes(value) || note(cell).value || isChoice);
    cell.classList.toggle("is-lacking", WEAK.includes(value) && !note(cell).value.trim());
  }

  function fill(cell, entry) {
    select(cell).value = entry.value;
    note(cell).value = entry.note;
    show(cell);
  }

  function tell(cell, text) {
    const error = cell.querySelector("[data-cell-error]");
    error.hidden = !text;
    error.textContent = text;
  }

  // ---- what the person does -------------------------------------------------------------------------------------
  function changed(cell, wait = 0) {
    const key = keyOf(cell);
    show(cell);
    if (cell.querySelector(".cell-conflict")) return;
    held.delete(key);
    tell(cell, "");
    const entry = { value: select(cell).value, note: note(cell).value, version: Number(cell.dataset.version) };
    waiting.set(key, entry);
    store.put(key, entry);
    // a choice of the team needs its reason: it is sent when both are there
    if (!cell.dataset.instance && entry.value && !entry.note.trim()) return held.add(key);
    clearTimeout(timer);
    timer = setTimeout(pump, wait);
  }

  grid.addEventListener("change", (event) => {
    const cell = cellOf(event.target);
    if (cell && event.target === select(cell)) changed(cell);
  });
  grid.addEventListener("input", (event) => {
    const cell = cellOf(event.target);
    if (cell && event.target === note(cell)) changed(cell, TYPING_MS);
  });
  grid.addEventListener("focusout", (event) => {
    const cell = cellOf(event.target);
    if (cell && waiting.has(keyOf(cell))) pump();
  });

  grid.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target === note(cell)) {
      if (event.key !== "Escape") return;
      event.preventDefault();
      select(cell).focus();
      return;
    }
    if (event.target !== select(cell)) return;
    if (act(cell, event.key)) event.preventDefault();
  });

  /** What a key does in a value; true when it was ours. */
  function act(cell, key) {
    if (["Delete", "Backspace", "0"].includes(key)) return set(cell, "");
    const value = LETTERS[key.toLowerCase()];
    if (value) return set(cell, value);
    if (key === "Enter") return note(cell).hidden ? move(cell, 1, 0) : (note(cell).focus(), true);
    const way = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
    return way ? move(cell, ...way) : false;
  }

  function set(cell, value) {
    const field = select(cell);
    if (![...field.options].some((option) => option.value === value)) return true;
    field.value = value;
    changed(cell);
    return true;
  }

  function move(cell, rows, columns) {
    const row = cell.closest("tr");
    const column = cell.closest("td").cellIndex + columns;
    let target = row;
    do {
      target = rows ? neighbour(target, rows) : row;
    } while (rows && target && !target.cells[column]?.querySelector("[data-value-of]"));
    target?.cells[column]?.querySelector("[data-value-of]")?.focus();
    return true;
  }

  function neighbour(row, step) {
    const rows = [...grid.querySelectorAll("tr[data-row]")];
    return rows[rows.indexOf(row) + step];
  }

  // ---- saving ---------------------------------------------------------------------------------------------------
  function pump() {
    clearTimeout(timer);
    busy ??= sendAll().finally(() => {
      busy = null;
    });
    return busy;
  }

  async function sendAll() {
    for (;;) {
      const next = [...waiting].find(([key]) => !held.has(key));
      if (!next) break;
      say("Saving");
      if (!(await send(...next))) return;
    }
    if (!waiting.size) say("Saved");
  }

  function say(name) {
    status.textContent = words(name);
    status.dataset.state = ["Saving", "Saved"].includes(name) ? "" : "waiting";
  }

  /** Send one value; false stops the round. */
  async function send(key, entry) {
    const [practice, instance] = key.split(":");
    let answer;
    let body = null;
    try {
      answer = await fetch(grid.dataset.url, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), Accept: "application/json" },
        body: JSON.stringify({ area: grid.dataset.area, practice, instance: instance || null, ...entry }),
      });
      if (answer.headers.get("Content-Type")?.includes("json")) body = await answer.json();
    } catch {
      return later("Waiting");
    }
    if (answer.ok && body) return saved(key, entry, body);
    if (answer.status === 409 && body?.error === "conflict") return conflict(key, entry, body.stored);
    if (answer.status === 400 && body) return refused(key, body.message);
    if (body?.message) return refused(key, body.message);
    if (answer.type === "opaqueredirect" || answer.status === 401) return later("SignedOut");
    return later(answer.status === 403 || answer.status === 404 ? "Reload" : "Waiting");
  }

  function later(name) {
    say(name);
    timer = setTimeout(pump, RETRY_MS);
    return false;
  }

  function saved(key, entry, body) {
    const now = waiting.get(key);
    const cell = byKey(key);
    if (cell) cell.dataset.version = body.version;
    if (now && (now.value !== entry.value || now.note !== entry.note)) {
      now.version = body.version;
      store.put(key, now);
    } else {
      waiting.delete(key);
      store.drop(key);
    }
    consequences(body);
    return true;
  }

  /** The unit's value and the suggestion for the goal; what the person is typing in stays. */
  function consequences(body) {
    const unit = grid.querySelector(`[data-unit="${body.practice}"]`);
    const isOpen = unit?.contains(document.activeElement) || waiting.has(`${body.practice}:`);
    if (unit && !isOpen) {
      unit.innerHTML = body.unit;
      for (const cell of unit.querySelectorAll("[data-cell]")) show(cell);
    }
    const suggested = document.querySelector(`[data-suggested="${CSS.escape(body.goal ?? "")}"]`);
    if (suggested) suggested.innerHTML = body.suggested;
  }

  function refused(key, message) {
    held.add(key);
    const cell = byKey(key);
    if (cell) tell(cell, message);
    status.textContent = message;
    status.dataset.state = "waiting";
    return true;
  }

  function conflict(key, entry, stored) {
    const cell = byKey(key);
    if (stored.value === entry.value && stored.note === entry.note.trim()) {
      // our own earlier save, whose answer was lost on the way
      return saved(key, entry, { version: stored.version });
    }
    held.add(key);
    say("Conflict");
    if (!cell) return true;
    const panel = grid.querySelector("template[data-conflict]").content.cloneNode(true);
    panel.querySelector("[data-theirs]").textContent =
      [stored.value || words("Nothing"), stored.note].filter(Boolean).join(": ");
    const decide = (chosen) => {
      cell.querySelector(".cell-conflict").remove();
      cell.dataset.version = stored.version;
      if (chosen) fill(cell, chosen);
      changed(cell);
      select(cell).focus();
    };
    panel.querySelector("[data-keep]").addEventListener("click", () => decide(null));
    panel.querySelector("[data-take]").addEventListener("click", () => decide(stored));
    cell.append(panel);
    return true;
  }

  const csrfToken = () =>
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? grid.querySelector("[name=csrfmiddlewaretoken]").value;

  addEventListener("online", pump);
  addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });

  // ---- one practice at a time on a phone ------------------------------------------------------------------------
  const steps = grid.querySelector("[data-steps]");
  const narrow = matchMedia("(width < 40rem)");
  let current = 0;

  function step() {
    const rows = [...grid.querySelectorAll("tr[data-row]")];
    steps.hidden = !narrow.matches;
    grid.classList.toggle("is-stepped", narrow.matches);
    current = Math.min(Math.max(current, 0), rows.length - 1);
    rows.forEach((row, number) => row.classList.toggle("is-current", number === current));
    for (const head of grid.querySelectorAll("tbody")) {
      head.classList.toggle("is-current", head.contains(rows[current]));
    }
    steps.querySelector("[data-step-count]").textContent = `${current + 1} / ${rows.length}`;
    for (const button of steps.querySelectorAll("[data-step]")) {
      button.disabled = !rows[current + Number(button.dataset.step)];
    }
  }

  steps.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    current += Number(button.dataset.step);
    step();
    grid.scrollIntoView();
  });
  narrow.addEventListener("change", step);

  // ---- begin ----------------------------------------------------------------------------------------------------
  for (const cell of cells()) show(cell);
  for (const [key, entry] of Object.entries(store.all())) {
    const cell = byKey(key);
    if (!cell) continue;
    fill(cell, entry);
    waiting.set(key, entry);
  }
  const named = decodeURIComponent(location.hash.slice(1));
  current = [...grid.querySelectorAll("tr[data-row]")].findIndex((row) => row.id === named);
  step();
  if (waiting.size) pump();
}
