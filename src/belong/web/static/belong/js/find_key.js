// The / key opens Find a child, from anywhere. A person may switch it off (data-find-switch):
// single keys get in the way of speech and switch control.
const KEPT = "belong.slash-key";

const isOff = () => localStorage.getItem(KEPT) === "off";

const isTyping = (target) =>
  target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

function open() {
  const box = document.querySelector("[data-find]");
  if (box) {
    box.focus();
    box.select();
    return;
  }
  const door = document.querySelector("[data-find-door]");
  if (door) location.assign(door.href);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isOff() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open();
});

for (const box of document.querySelectorAll("[data-find-switch]")) {
  box.checked = !isOff();
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
}

if (location.hash === "#find") open();
