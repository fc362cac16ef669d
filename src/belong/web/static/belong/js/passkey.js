// A form with data-passkey asks the browser for a passkey and sends what it says. allauth's own
// scripts do the work; they are told here where everything stands, because no page holds a script.
const ids = {
  add: "passkey-go",
  login: "passkey-go",
  authenticate: "passkey-go",
  credential: "passkey-says",
  passwordless: "id_passwordless",
  data: "js_data",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.querySelector("[data-passkey-wrong]");
  said.hidden = false;
});

document.addEventListener("click", (event) => {
  const wrong = document.querySelector("[data-passkey-wrong]");
  if (wrong && event.target.closest("#passkey-go")) wrong.hidden = true;
}, true);

const form = document.querySelector("[data-passkey]");
if (form) window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
