// The agent's desk: fresh when something changed, and keys. Without it every button brings the whole page.
//
// <meent-werkplek src="/meerwijde/klantcontact/werkplek">: #boven is asked for again on each tick of src + "/live";
// #contact, where somebody writes, changes only when another contact is shown.

const TOETSEN = "meent_toetsen";

class Werkplek extends HTMLElement {
  connectedCallback() {
    this.adres = this.getAttribute("src");
    this.gesprek = this.boven()?.dataset.gesprek ?? "";
    this.bron = new EventSource(`${this.adres}/live`);
    this.bron.addEventListener("tik", () => this.ververs());
    this.bron.addEventListener("open", () => this.wasWeg && this.ververs());
    this.bron.addEventListener("error", () => (this.wasWeg = true));
    document.body.addEventListener("htmx:afterSettle", () => this.na());
    document.body.addEventListener("htmx:afterRequest", (een) => this.weerVrij(een.target));
    document.body.addEventListener("klaar", () => this.klaar());
    this.addEventListener("click", (een) => this.wissel(een));
    this.addEventListener("focusout", () => this.uitgesteld && setTimeout(() => this.ververs()));
  }

  disconnectedCallback() {
    this.bron.close();
  }

  boven() {
    return this.querySelector("#boven");
  }

  contact() {
    return this.querySelector("#contact");
  }

  // What somebody is choosing or typing in stays until he is done with it.
  ververs() {
    const hier = document.activeElement;
    this.uitgesteld = this.boven()?.contains(hier) && hier.matches("input, select");
    if (this.uitgesteld) return;
    this.haal("#boven", () => {
      const toon = this.contact()?.dataset.id;
      return this.adres + (toon ? `?contact=${toon}` : "");
    });
  }

  // One at a time for each part; who is asked meanwhile is asked once more, so that the newest stands there at the end.
  async haal(deel, adres) {
    const nogEens = this.onderweg?.has(deel);
    this.onderweg = (this.onderweg ?? new Map()).set(deel, adres);
    if (nogEens) return;
    while (this.onderweg.get(deel)) {
      const nu = this.onderweg.get(deel);
      this.onderweg.set(deel, null);
      const antwoord = await fetch(nu(), { headers: { "HX-Request": "true" } }).catch(() => null);
      if (antwoord?.ok) window.htmx.swap(deel, await antwoord.text(), { swapStyle: "outerHTML" });
    }
    this.onderweg.delete(deel);
  }

  na() {
    const boven = this.boven();
    if (!boven) return;
    const gesprek = boven.dataset.gesprek;
    const toon = this.contact()?.dataset.id ?? "";
    const open = boven.dataset.open.split(" ");
    if (gesprek && gesprek !== this.gesprek) this.laat(gesprek);
    else if (toon && !open.includes(toon)) this.laat(open[0]);
    this.gesprek = gesprek;
    for (const veld of this.querySelectorAll("input[data-contact]")) veld.value = this.contact()?.dataset.id ?? "";
  }

  // A contact was finished: the next one that is open takes its place.
  async klaar() {
    await this.haal("#boven", () => `${this.adres}?gelukt=klaar`);
    const volgende = this.boven().dataset.open.split(" ")[0];
    if (volgende) await this.haal("#contact", () => `${this.adres}/contacten/${volgende}`);
  }

  laat(id) {
    if (!id) return this.contact()?.replaceChildren(), (this.contact().dataset.id = "");
    return this.haal("#contact", () => `${this.adres}/contacten/${id}`).then(() => this.ververs());
  }

  wissel(een) {
    if (een.target.closest("[data-sluit]")) this.sluit();
    const naar = een.target.closest("[data-naar]");
    if (!naar || een.ctrlKey || een.metaKey) return;
    een.preventDefault();
    this.laat(naar.dataset.naar);
  }

  // The article goes; who was in it goes on searching.
  sluit() {
    const leeg = document.createElement("div");
    leeg.id = "artikel";
    this.querySelector("#artikel").replaceWith(leeg);
    document.getElementById("zoekvak").focus();
  }

  // `meent.js` blocks a form that was sent; here the page stays, so it may be sent again.
  weerVrij(wat) {
    const form = wat?.closest?.("form");
    if (!form) return;
    delete form.dataset.verstuurd;
    for (const knop of form.querySelectorAll("[aria-disabled]")) knop.removeAttribute("aria-disabled");
  }
}

customElements.define("meent-werkplek", Werkplek);

function doe(element) {
  if (element.matches("button, a, summary")) element.click();
  else element.focus();
}

document.addEventListener("DOMContentLoaded", () => {
  const schakelaar = document.getElementById("toetsen-aan");
  if (!schakelaar) return;
  schakelaar.checked = localStorage.getItem(TOETSEN) !== "uit";
  schakelaar.addEventListener("change", () => localStorage.setItem(TOETSEN, schakelaar.checked ? "aan" : "uit"));
  document.addEventListener("keydown", (een) => {
    if (!schakelaar.checked || een.altKey || een.metaKey || een.repeat) return;
    if (een.ctrlKey) {
      if (een.key === "Enter") document.querySelector("[data-toets=afronden]")?.click();
      return;
    }
    if (een.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const element = /^[1-9]$/.test(een.key)
      ? document.querySelectorAll("[data-naar]")[een.key - 1]
      : een.key === "?"
        ? document.querySelector(".sneltoetsen > summary")
        : document.querySelector(`[data-toets="${CSS.escape(een.key.toLowerCase())}"]`);
    if (!element) return;
    een.preventDefault();
    doe(element);
  });
});

// A call in this browser is gone with its page.
window.addEventListener("beforeunload", (een) => {
  if (window.meentTelefoon?.gesprekken.size) een.preventDefault();
});
