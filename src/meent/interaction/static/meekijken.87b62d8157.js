// Refreshes parts of the page when something it shows has changed. Every page works without.
//
// <meent-meekijken src="/meerwijde/gebeurtenissen" kanaal="zaken" object="uuid or nothing" bericht="…">
// The page is asked for again, as the visitor would, and the elements with `data-vers` and an id take the place of the
// old ones. What somebody is typing in stays.

const RUST_MS = 3000;
const EERST_MS = 200;

class Meekijken extends HTMLElement {
  connectedCallback() {
    this.zichtbaar = () => (document.hidden ? this.sluit() : this.open());
    document.addEventListener("visibilitychange", this.zichtbaar);
    this.zichtbaar();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.zichtbaar);
    clearTimeout(this.wekker);
    this.sluit();
  }

  // A browser keeps few connections to one site: a page that nobody looks at gives its own back.
  open() {
    if (this.bron) return;
    if (this.gemist) this.straks();
    this.gemist = false;
    this.bron = new EventSource(this.getAttribute("src"));
    this.bron.addEventListener("opnieuw", () => this.straks());
    this.bron.addEventListener("verandering", (event) => {
      if (JSON.parse(event.data).some((een) => this.gaatOver(een))) this.straks();
    });
  }

  sluit() {
    this.bron?.close();
    this.gemist = this.gemist || Boolean(this.bron);
    this.bron = null;
  }

  gaatOver(een) {
    const object = this.getAttribute("object");
    return een.kanaal === this.getAttribute("kanaal") && (!object || een.object === object);
  }

  // Soon, but not more often than every few seconds, and not all screens in the same moment.
  straks() {
    if (this.wekker) return;
    const rust = Math.max(EERST_MS, (this.laatst ?? 0) + RUST_MS - Date.now());
    this.wekker = setTimeout(() => {
      this.wekker = null;
      this.laatst = Date.now();
      this.ververs();
    }, rust + Math.random() * 300);
  }

  async ververs() {
    const antwoord = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    if (!antwoord?.ok || antwoord.redirected) return;
    const vers = new DOMParser().parseFromString(await antwoord.text(), "text/html");
    const veranderd = [...document.querySelectorAll("[data-vers][id]")].filter((oud) => vervang(oud, vers));
    if (veranderd.length && this.hasAttribute("bericht")) this.textContent = this.getAttribute("bericht");
  }
}

// True when the new one differed and took its place. The keyboard stays where it was.
function vervang(oud, vers) {
  const nieuw = vers.getElementById(oud.id);
  const hier = document.activeElement;
  const binnen = oud.contains(hier);
  if (!nieuw || nieuw.outerHTML === oud.outerHTML || (binnen && hier.matches("input, select, textarea"))) return false;
  const adres = binnen ? hier.getAttribute("href") : null;
  const plaats = document.adoptNode(nieuw);
  oud.replaceWith(plaats);
  if (adres) plaats.querySelector(`[href="${CSS.escape(adres)}"]`)?.focus({ preventScroll: true });
  window.htmx?.process(plaats);
  return true;
}

customElements.define("meent-meekijken", Meekijken);
