// The wallboard: takes what the server sends, and lets what runs run on. Without this it is a page that stands still.

class Wandbord extends HTMLElement {
  connectedCallback() {
    this.ontvangen = performance.now();
    this.bron = new EventSource(this.getAttribute("src"));
    this.bron.addEventListener("bord", (event) => this.neem(event.data));
    this.klok = setInterval(() => this.tik(), 1000);
  }

  disconnectedCallback() {
    this.bron.close();
    clearInterval(this.klok);
  }

  // What somebody opened stays open, and the keyboard stays where it was.
  neem(html) {
    const open = [...this.querySelectorAll("details")].map((een) => een.open);
    const binnen = this.contains(document.activeElement) ? this.volgorde().indexOf(document.activeElement) : -1;
    this.innerHTML = html;
    this.ontvangen = performance.now();
    this.querySelectorAll("details").forEach((een, n) => { een.open = open[n] ?? false; });
    if (binnen >= 0) this.volgorde()[binnen]?.focus({ preventScroll: true });
  }

  volgorde() {
    return [...this.querySelectorAll("summary, [tabindex]")];
  }

  tik() {
    const erbij = Math.floor((performance.now() - this.ontvangen) / 1000);
    for (const een of this.querySelectorAll("[data-seconden]")) een.textContent = klok(Number(een.dataset.seconden) + erbij);
  }
}

function klok(seconden) {
  const twee = (getal) => String(getal).padStart(2, "0");
  const uren = Math.floor(seconden / 3600);
  const minuten = Math.floor(seconden / 60) % 60;
  return uren ? `${uren}:${twee(minuten)}:${twee(seconden % 60)}` : `${minuten}:${twee(seconden % 60)}`;
}

customElements.define("meent-wandbord", Wandbord);

const knop = document.querySelector("[data-heel-scherm]");
if (knop && document.fullscreenEnabled) {
  knop.hidden = false;
  knop.addEventListener("click", () => document.querySelector("meent-wandbord").requestFullscreen());
}
