// A time that goes on by itself: <meent-klok seconden="45">0:45</meent-klok> began 45 seconds before the page was drawn.
// It asks nobody; without this it stands still until the page is drawn again.

class Klok extends HTMLElement {
  connectedCallback() {
    this.begin ??= performance.now() - Number(this.getAttribute("seconden")) * 1000;
    this.wekker = setInterval(() => this.tik(), 1000);
    this.tik();
  }

  disconnectedCallback() {
    clearInterval(this.wekker);
  }

  tik() {
    this.textContent = tijd(Math.floor((performance.now() - this.begin) / 1000));
  }
}

function tijd(seconden) {
  const twee = (getal) => String(getal).padStart(2, "0");
  const uren = Math.floor(seconden / 3600);
  const minuten = Math.floor(seconden / 60) % 60;
  return uren ? `${uren}:${twee(minuten)}:${twee(seconden % 60)}` : `${minuten}:${twee(seconden % 60)}`;
}

customElements.define("meent-klok", Klok);
