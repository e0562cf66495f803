// The editor of a model: a tree that is walked, ordered and opened by keyboard or mouse.
// Every move is a form that works without this script too; keys and drags only press its buttons.
import "./catalog_editor_drag.js";
import "./catalog_editor_keep.js";

const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
const editor = () => document.getElementById("editor");
const items = () => [...document.querySelectorAll("[data-tree] [role=treeitem]")];
const openCodes = () =>
  items().filter((item) => item.getAttribute("aria-expanded") === "true").map((item) => item.dataset.node);
let wantsTree = false;
let turned = null; // the pager of a long branch that was used

function current() {
  const all = items();
  return (
    all.find((item) => item === document.activeElement) ??
    all.find((item) => item.getAttribute("aria-selected") === "true") ??
    all[0]
  );
}

function rove(item) {
  for (const each of items()) each.tabIndex = each === item ? 0 : -1;
}

function go(item) {
  if (!item) return;
  rove(item);
  item.focus();
}

let wanted = "";
let isGoing = false;

/** Show another part of the editor; of several quick wishes the last one counts. */
async function visit(address) {
  wanted = address;
  if (!window.htmx) location.assign(address);
  if (isGoing || !window.htmx) return;
  isGoing = true;
  try {
    while (wanted) {
      const next = wanted;
      wanted = "";
      await window.htmx.ajax("GET", next, { source: editor(), target: "#editor", select: "#editor", swap: "outerHTML" });
    }
  } finally {
    isGoing = false;
  }
}

function select(item) {
  if (item.dataset.page) {
    turned = item.dataset;
    wantsTree = true;
  }
  visit(item.href);
}

/** Where to go on after a page was turned: its first node, or its last when one came from behind. */
function landing() {
  if (!turned) return null;
  const { branch, page } = turned;
  turned = null;
  const list = branch ? document.getElementById(`node-${branch}`)?.nextElementSibling : document.querySelector("[data-tree]");
  const there = [...(list?.querySelectorAll(":scope > li > [data-node]") ?? [])];
  return page === "previous" ? there.at(-1) : there[0];
}

function turn(item, page) {
  const pager = item.closest("ul").querySelector(`:scope > li > [data-page=${page}]`);
  if (pager) select(pager);
}

function isOpen(item) {
  return item.getAttribute("aria-expanded") === "true";
}

async function toggle(item) {
  if (isOpen(item)) {
    item.setAttribute("aria-expanded", "false");
    item.parentElement.querySelector("[role=group]")?.setAttribute("hidden", "");
    return;
  }
  if (!item.hasAttribute("aria-expanded")) return;
  const known = item.parentElement.querySelector("[role=group]");
  if (known) {
    known.removeAttribute("hidden");
  } else {
    const selected = document.querySelector("[role=treeitem][aria-selected=true]")?.dataset.node ?? "";
    const address = new URL(item.href);
    address.searchParams.set("node", selected);
    address.searchParams.set("open", [...openCodes(), item.dataset.node].join(","));
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(item.id)?.parentElement;
    for (const part of fresh ? [...fresh.children].slice(1) : []) item.parentElement.append(document.importNode(part, true));
  }
  item.setAttribute("aria-expanded", "true");
}

function above(item) {
  return item.parentElement.parentElement.closest("li")?.querySelector("[role=treeitem]");
}

function seen() {
  return items().filter((item) => !item.closest("[hidden]"));
}

function walk(item, key) {
  const all = seen();
  const at = all.indexOf(item);
  if (key === "ArrowDown") go(all[at + 1]);
  else if (key === "ArrowUp") go(all[at - 1]);
  else if (key === "Home") go(all[0]);
  else if (key === "End") go(all.at(-1));
  else if (key === "ArrowRight") {
    if (isOpen(item)) go(all[at + 1]);
    else toggle(item);
  } else if (isOpen(item)) toggle(item);
  else go(above(item));
}

function press(form, name) {
  form?.querySelector(`button[value="${name}"]`)?.click();
}

/** Move a node that need not be the selected one. */
function act(item, action, target = "") {
  const form = document.getElementById("drop");
  form.elements.node.value = item.dataset.node;
  form.elements.target.value = target;
  form.elements.action.value = action;
  form.requestSubmit();
}

document.addEventListener("cip:drop", (event) => {
  wantsTree = true;
  act(event.target, event.detail.where, event.detail.target);
});

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox]), textarea, select, dialog[open]");
}

function onTree(event, item) {
  const { key } = event;
  const isNode = Boolean(item.dataset.node);
  if (event.altKey && MOVES[key] && isNode) {
    wantsTree = true;
    act(item, MOVES[key]);
  } else if (event.altKey || event.ctrlKey || event.metaKey) return false;
  else if (key in MOVES || key === "Home" || key === "End") walk(item, key);
  else if (key === "Enter" || key === " ") select(item);
  else if (key === "PageUp" || key === "PageDown") turn(item, key === "PageUp" ? "previous" : "next");
  else if ((key === "n" || key === "N") && isNode) {
    const add = document.querySelector("[data-key=sibling]");
    if (!add) return false;
    const address = new URL(add.href);
    address.search = new URLSearchParams({ after: item.dataset.node });
    visit(address.href);
  } else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!editor() || isTyping(event.target)) return;
  const item = event.target.closest?.("[role=treeitem]");
  if (item && onTree(event, item)) {
    event.preventDefault();
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    wantsTree = Boolean(item);
    document.querySelector(`[data-key=${event.shiftKey ? "redo" : "undo"}]:not(:disabled)`)?.click();
  }
});

document.addEventListener("click", (event) => {
  const twist = event.target.closest?.(".tree-twist");
  if (twist) {
    event.preventDefault();
    toggle(twist.closest("[role=treeitem]"));
    return;
  }
  const link = event.target.closest?.("#editor [data-visit]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  select(link);
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.target?.id === "editor") event.detail.parameters.open = openCodes().join(",");
});

function settle() {
  const item = landing() ?? current();
  if (!item) return;
  rove(item);
  if (wantsTree) item.focus();
  wantsTree = false;
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "editor" && event.detail.target?.id !== "editor") return;
  const isTree = wantsTree;
  settle();
  if (isTree) return;
  const wrong = document.querySelector("#panel .form-errors, #panel [data-focus]");
  (wrong ?? document.querySelector("#panel input:not([type=hidden])"))?.focus();
});

settle();
