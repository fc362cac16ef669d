// A toast goes after ten seconds, but not while somebody points at it or stands in it.
// Nothing depends on catching it: the entry keeps its own way back.
const STAYS = 10_000;

function goLater(note) {
  let timer = setTimeout(() => note.remove(), STAYS);
  const wait = () => clearTimeout(timer);
  const resume = () => {
    wait();
    timer = setTimeout(() => note.remove(), STAYS);
  };
  note.addEventListener("pointerenter", wait);
  note.addEventListener("focusin", wait);
  note.addEventListener("pointerleave", resume);
  note.addEventListener("focusout", resume);
}

const region = document.querySelector("[data-toasts]");
if (region) {
  region.querySelectorAll("[data-toast]").forEach(goLater);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && node.matches("[data-toast]")) goLater(node);
      }
    }
  }).observe(region, { childList: true });
}
