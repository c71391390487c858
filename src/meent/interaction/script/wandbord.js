// The wallboard: takes what the server sends. Without this it is a page that stands still.

class Wandbord extends HTMLElement {
  connectedCallback() {
    this.bron = new EventSource(this.getAttribute("src"));
    this.bron.addEventListener("bord", (event) => this.neem(event.data));
  }

  disconnectedCallback() {
    this.bron.close();
  }

  // What somebody opened stays open, and the keyboard stays where it was.
  neem(html) {
    const open = [...this.querySelectorAll("details")].map((een) => een.open);
    const binnen = this.contains(document.activeElement) ? this.volgorde().indexOf(document.activeElement) : -1;
    this.innerHTML = html;
    this.querySelectorAll("details").forEach((een, n) => { een.open = open[n] ?? false; });
    if (binnen >= 0) this.volgorde()[binnen]?.focus({ preventScroll: true });
  }

  volgorde() {
    return [...this.querySelectorAll("summary, [tabindex]")];
  }
}

customElements.define("meent-wandbord", Wandbord);

const knop = document.querySelector("[data-heel-scherm]");
if (knop && document.fullscreenEnabled) {
  knop.hidden = false;
  knop.addEventListener("click", () => document.querySelector("meent-wandbord").requestFullscreen());
}
