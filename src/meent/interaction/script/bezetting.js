// What if: while a number is typed, the answers are asked for again and put in their places. Fields are not touched.
// Without this the button does the same with a whole page.

const RUST = 250;

class Bezetting extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", (een) => {
      if (een.target.type !== "number") return; // other days bring other hours: for those there is the button
      clearTimeout(this.straks);
      this.straks = setTimeout(() => this.vraag(een.target.form), RUST);
    });
  }

  async vraag(form) {
    if (!form.checkValidity()) return;
    const adres = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    this.onderweg?.abort();
    this.onderweg = new AbortController();
    const antwoord = await fetch(adres, { signal: this.onderweg.signal }).catch(() => null);
    if (!antwoord) return;
    const nieuw = new DOMParser().parseFromString(await antwoord.text(), "text/html");
    const uren = (waar) => [...waar.querySelectorAll("[data-uitkomst]")].map((een) => een.id).join();
    if (uren(nieuw) !== uren(document)) return form.requestSubmit(); // other hours, or a refusal: the whole page
    for (const een of this.querySelectorAll("[data-uitkomst]")) {
      const wordt = nieuw.getElementById(een.id);
      if (een.innerHTML !== wordt.innerHTML) een.replaceChildren(...wordt.childNodes);
    }
    history.replaceState(null, "", adres);
  }
}

customElements.define("meent-bezetting", Bezetting);
