// Somebody answers a survey. Nothing is kept on the device.
// data-leave: goes away in place of this page, so that the way back does not show it.
document.addEventListener("click", (event) => {
  const leave = event.target.closest("a[data-leave]");
  if (!leave) return;
  event.preventDefault();
  document.querySelector("form")?.reset();
  location.replace(leave.href);
});

// data-read: the device itself reads #ask and every data-word out; it is hidden where it cannot.
const voice = window.speechSynthesis;

function read(button) {
  const form = button.closest("form");
  const words = [form.querySelector("#ask"), ...form.querySelectorAll("[data-word]")];
  voice.cancel();
  for (const one of words) {
    const said = new SpeechSynthesisUtterance(one.textContent);
    said.lang = one.lang || form.lang || document.documentElement.lang;
    said.rate = 0.9;
    voice.speak(said);
  }
}

for (const button of document.querySelectorAll("[data-read]")) {
  if (!voice) break;
  button.hidden = false;
  button.addEventListener("click", () => read(button));
}
addEventListener("pagehide", () => voice?.cancel());
