// data-draw: a face drawn with a finger, a pen or a mouse, as lines on a square of 64 by 64. Without
// a script nobody can draw: it stays hidden, and the other faces are there.
const MOST = 2000;
const SIDE = 64;
const APART = 2; // nearer points would not be seen, and a slow hand would fill the paper with them

function place(at, from, long) {
  return Math.max(0, Math.min(SIDE, Math.round(((at - from) / long) * SIDE)));
}

function ready(part) {
  const pad = part.querySelector("svg");
  const line = part.querySelector("path");
  const kept = part.querySelector("input[type=hidden]");
  const full = part.querySelector("[data-full]");
  let finger = null; // the one that draws: a palm on the glass draws nothing beside it
  let before = "";
  let last = [0, 0];

  const where = (event) => {
    const box = pad.getBoundingClientRect();
    return [place(event.clientX, box.left, box.width), place(event.clientY, box.top, box.height)];
  };
  const show = (lines) => {
    kept.value = lines;
    line.setAttribute("d", lines);
  };
  const add = (more) => {
    if (kept.value.length + more.length <= MOST) return show(kept.value + more);
    show(before); // half a mouth is worse than none
    finger = null;
    full.hidden = false;
  };
  pad.addEventListener("pointerdown", (event) => {
    if (finger !== null) return;
    finger = event.pointerId;
    pad.setPointerCapture(finger);
    before = kept.value;
    full.hidden = true;
    last = where(event);
    add(`M${last.join(" ")}L${last.join(" ")}`); // a tap alone is a dot
  });
  pad.addEventListener("pointermove", (event) => {
    const next = where(event);
    if (event.pointerId !== finger || Math.hypot(next[0] - last[0], next[1] - last[1]) < APART) return;
    last = next;
    add(`L${next.join(" ")}`);
  });
  for (const over of ["pointerup", "pointercancel"]) {
    pad.addEventListener(over, (event) => { if (event.pointerId === finger) finger = null; });
  }
  part.querySelector("[data-again]").addEventListener("click", () => {
    show("");
    finger = null;
    full.hidden = true;
  });
  part.hidden = false;
}

document.querySelectorAll("[data-draw]").forEach(ready);
