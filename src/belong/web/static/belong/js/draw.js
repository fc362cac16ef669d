// data-draw: a face drawn with a finger, a pen or a mouse, as lines on a square of 64 by 64. Without
// a script nobody can draw: it stays hidden, and the other faces are there.
const MOST = 2000;
const SIDE = 64;

function place(at, from, long) {
  return Math.max(0, Math.min(SIDE, Math.round(((at - from) / long) * SIDE)));
}

function ready(part) {
  const pad = part.querySelector("svg");
  const line = part.querySelector("path");
  const kept = part.querySelector("input[type=hidden]");
  let down = false;
  let last = "";

  const where = (event) => {
    const box = pad.getBoundingClientRect();
    return `${place(event.clientX, box.left, box.width)} ${place(event.clientY, box.top, box.height)}`;
  };
  const add = (more) => {
    if (kept.value.length + more.length > MOST) return;
    kept.value += more;
    line.setAttribute("d", kept.value);
  };
  pad.addEventListener("pointerdown", (event) => {
    down = true;
    pad.setPointerCapture(event.pointerId);
    last = where(event);
    add(`M${last}L${last}`); // a tap alone is a dot
  });
  pad.addEventListener("pointermove", (event) => {
    const next = where(event);
    if (!down || next === last) return;
    last = next;
    add(`L${next}`);
  });
  for (const over of ["pointerup", "pointercancel"]) pad.addEventListener(over, () => { down = false; });
  part.querySelector("[data-again]").addEventListener("click", () => {
    kept.value = "";
    line.removeAttribute("d");
  });
  part.hidden = false;
}

document.querySelectorAll("[data-draw]").forEach(ready);
