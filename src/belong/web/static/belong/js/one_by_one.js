// Fetches the screen that follows. Where nothing comes, what was tapped and written stays on the one
// that is there, and it says so.
import { goOn, main, next } from "./screens.js";

let busy = false;

async function follow(address, options) {
  const answer = await fetch(address, options);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const screen = page.querySelector("main.kid");
  if (screen) next(document.adoptNode(screen), page.title);
  else if (answer.redirected) location.replace(answer.url);
  else throw new Error("no screen");
}

function lost(form) {
  form.querySelector(".lost")?.remove();
  const note = document.createElement("p");
  note.className = "lost error-text";
  note.role = "alert";
  note.textContent = form.dataset.lost;
  form.append(note);
}

async function once(form, address, options) {
  if (busy) return;
  busy = true;
  await follow(address, options).catch(() => lost(form));
  busy = false;
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-lost]")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  once(form, form.getAttribute("action"), { method: "POST", body });
});

document.addEventListener("click", (event) => {
  const on = event.target.closest("a[data-go-on]");
  const step = event.target.closest("a[data-step]");
  if (step || (on && goOn())) event.preventDefault();
  if (step) once(main().querySelector("[data-lost]"), step.href);
});
