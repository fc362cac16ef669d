// A page that comes back with mistakes opens on the list of them.
document.querySelector("[data-put-right]")?.focus();
