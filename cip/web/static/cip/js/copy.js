// <button data-copies="id"> copies the text (or the value of a field) to the clipboard.
import { text, toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copies);
  if (!source) return;
  const value = "value" in source ? source.value : source.innerText;
  try {
    await navigator.clipboard.writeText(value);
    toast(text("copied"));
  } catch {
    select(source); // no permission: select it, so that the keyboard can copy
  }
});

function select(source) {
  if (typeof source.select === "function") {
    source.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}
