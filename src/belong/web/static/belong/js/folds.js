// A fold with data-remember="name" stays open or shut while the tab lives.
// The name is the fold's, never a child's, so nothing about anybody is kept.
const key = (fold) => `belong.fold.${fold.dataset.remember}`;

function remember(fold) {
  const kept = sessionStorage.getItem(key(fold));
  if (kept !== null) fold.open = kept === "open";
  fold.addEventListener("toggle", () => sessionStorage.setItem(key(fold), fold.open ? "open" : "shut"));
}

const arrivals = (root) => root.querySelectorAll("details[data-remember]").forEach(remember);

arrivals(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) arrivals(event.target);
});
