// Small comforts; every page works without them.

// A form is sent once, however often the button is pressed. The server guards this as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.verstuurd) {
    event.preventDefault();
    return;
  }
  form.dataset.verstuurd = "ja";
  form.querySelector("button[type=submit]")?.setAttribute("aria-disabled", "true");
});

// Back in the history: the browser shows the page as it was left, with its form blocked.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-verstuurd]")) {
    delete form.dataset.verstuurd;
    form.querySelector("button[type=submit]")?.removeAttribute("aria-disabled");
  }
});

// A menu closes with Escape and when the visitor goes elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
