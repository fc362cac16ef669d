// Somebody answers a survey. Nothing is kept on the device.
// data-leave: goes away in place of this page, so that the way back does not show it.
document.addEventListener("click", (event) => {
  const leave = event.target.closest("a[data-leave]");
  if (!leave) return;
  event.preventDefault();
  document.querySelector("form")?.reset();
  location.replace(leave.href);
});

// data-read: the device itself reads #ask and every data-word out; it is hidden where it cannot, and
// says so where it has no voice.
const voice = window.speechSynthesis;

function read(button) {
  if (!voice.getVoices().length) {
    button.replaceWith(Object.assign(document.createElement("p"), { textContent: button.dataset.mute }));
    return;
  }
  const form = button.closest("form");
  voice.cancel();
  for (const one of [form.querySelector("#ask"), ...form.querySelectorAll("[data-word]")]) {
    const said = new SpeechSynthesisUtterance(one.textContent);
    said.lang = one.lang || form.lang || document.documentElement.lang;
    said.rate = 0.9;
    voice.speak(said);
  }
}

export function ready(screen) {
  voice?.cancel();
  for (const button of screen.querySelectorAll("[data-read]")) button.hidden = !voice;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-read]");
  if (button) read(button);
});
addEventListener("pagehide", () => voice?.cancel());
ready(document);
