// The screens of somebody who answers, one after the other within one page: the way back of the
// browser leads to the screen before, as it was left, and to nothing once the page was left.
import { ready } from "./answering.js";

const left = [];
let at = history.state?.at ?? 0;
let over;
export const main = () => document.querySelector("main.kid");
const carries = (screen) => screen?.querySelector("[name=choices]");

function show(screen, title = document.title) {
  main().replaceWith(screen);
  document.title = title;
  for (const on of screen.querySelectorAll("[data-go-on][hidden]")) on.hidden = !left.some(carries);
  ready(screen);
  scrollTo(0, 0);
  (screen.querySelector("[role=alert]") ?? screen).focus();
}

// data-over: everything is said, nothing before it is kept, and the way back stays at the address it
// names, if any. data-instead: it stands in the place of the screen that led to it.
export function next(screen, title) {
  if (!screen.querySelector("[data-instead]")) {
    left[at] = main();
    at += 1;
    history.pushState({ at }, "");
  }
  over = screen.querySelector("[data-over]")?.dataset.over;
  left.length = over === undefined ? Math.min(left.length, at) : 0;
  show(screen, title);
}

// data-go-on: back to the questions, where they are still here.
export function goOn() {
  const to = left.findLastIndex(carries);
  if (to >= 0) history.go(to - at);
  return to >= 0;
}

function carry(name, from, into) {
  const [here, there] = [from, into].map((screen) => screen.querySelector(`[name=${name}]`));
  if (!here) return;
  const kept = there ?? Object.assign(document.createElement("input"), { type: "hidden", name });
  kept.value = here.value;
  if (!there) carries(into).form.append(kept);
}

addEventListener("popstate", ({ state }) => {
  const [to, from] = [state?.at ?? 0, main()];
  if (!left[to]) return over ? location.replace(over) : location.reload();
  const into = left[to];
  if (carries(from) && carries(into)) for (const name of ["choices", "words"]) carry(name, from, into);
  left[at] = from;
  at = to;
  show(into);
});

addEventListener("pagehide", () => main().replaceChildren());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
