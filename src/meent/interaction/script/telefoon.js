// The agent's telephone in the browser: one web socket, and one RTCPeerConnection per conversation. No SIP.
//
// To the server     {t: "hier", legs}  {t: "klaar"}  {t: "ringing", leg}  {t: "answer", leg, sdp}  {t: "reject", leg}
//                   {t: "hangup", leg}  {t: "hart"}
// From the server   {t: "offer", leg, call, from, name, sdp, ijs?}  {t: "hangup", leg}  {t: "hart"}  {t: "elders"}
//
// Events for the page: "stand" (detail: verbroken, verbonden, klaar, elders, microfoon), "gaatover", "opgenomen",
// "opgehangen" (detail: the conversation). The sound does not pass the socket: when that drops it comes back by itself.

const HART_MS = 5000;
const STIL_MS = 12000;
const TERUG_MS = [200, 500, 1000, 2000, 4000];
const KANDIDAAT_MS = 500;
const ELDERS = 4001;

export class Telefoon extends EventTarget {
  // microfoon: what is asked of it; null for who only listens.
  constructor(adres, { microfoon = { echoCancellation: true, noiseSuppression: true, autoGainControl: true } } = {}) {
    super();
    this.adres = new URL(adres, location.href);
    this.adres.protocol = this.adres.protocol === "https:" ? "wss:" : "ws:";
    this.wensen = microfoon;
    this.gesprekken = new Map();
    this.poging = 0;
  }

  // Asks for the microphone at log-in, so that the question does not cost time when a call comes in.
  async begin() {
    if (this.wensen === null) {
      this.microfoon = new MediaStream();
      this.verbind();
      return true;
    }
    try {
      this.microfoon = await navigator.mediaDevices.getUserMedia({ audio: this.wensen });
    } catch (fout) {
      this.meld("stand", { stand: "microfoon", fout: fout.name });
      return false;
    }
    for (const spoor of this.microfoon.getTracks()) spoor.addEventListener("ended", () => this.einde("microfoon"));
    this.verbind();
    return true;
  }

  verbind() {
    const lijn = (this.lijn = new WebSocket(this.adres));
    lijn.onopen = () => {
      this.poging = 0;
      this.gehoord = Date.now();
      this.zeg({ t: "hier", legs: [...this.gesprekken.keys()] });
      this.zeg({ t: "klaar" });
      this.hart = setInterval(() => this.klop(), HART_MS);
      this.meld("stand", { stand: "verbonden" });
    };
    lijn.onmessage = (bericht) => {
      this.gehoord = Date.now();
      this.hoor(JSON.parse(bericht.data));
    };
    lijn.onclose = (einde) => {
      clearInterval(this.hart);
      if (this.lijn !== lijn) return;
      if (einde.code === ELDERS) return this.einde("elders");
      this.meld("stand", { stand: "verbroken" });
      const rust = TERUG_MS[Math.min(this.poging++, TERUG_MS.length - 1)];
      this.wekker = setTimeout(() => this.verbind(), rust + Math.random() * 100);
    };
  }

  klop() {
    if (Date.now() - this.gehoord > STIL_MS) return this.lijn.close();
    this.zeg({ t: "hart" });
  }

  hoor(bericht) {
    if (bericht.t === "hart" && !this.isKlaar) {
      this.isKlaar = true;
      this.meld("stand", { stand: "klaar" });
    }
    if (bericht.t === "offer") {
      this.gesprekken.set(bericht.leg, { ...bericht, pc: null });
      this.zeg({ t: "ringing", leg: bericht.leg });
      this.meld("gaatover", bericht);
    }
    if (bericht.t === "hangup") this.vergeet(bericht.leg);
  }

  // No max-bundle: the answer of the media server has no BUNDLE group.
  async neemOp(leg) {
    const gesprek = this.gesprekken.get(leg);
    if (!gesprek || gesprek.pc) return;
    const pc = (gesprek.pc = new RTCPeerConnection({ iceServers: gesprek.ijs ?? [] }));
    pc.ontrack = (een) => this.speel(gesprek, een.streams[0] ?? new MediaStream([een.track]));
    pc.onconnectionstatechange = () => pc.connectionState === "failed" && this.hangOp(leg);
    try {
      await pc.setRemoteDescription({ type: "offer", sdp: gesprek.sdp });
      for (const spoor of this.microfoon.getTracks()) pc.addTrack(spoor, this.microfoon);
      await pc.setLocalDescription(await pc.createAnswer());
      await eersteKandidaat(pc);
    } catch {
      this.zeg({ t: "reject", leg });
      return this.vergeet(leg);
    }
    this.zeg({ t: "answer", leg, sdp: pc.localDescription.sdp });
    this.meld("opgenomen", gesprek);
  }

  weiger(leg) {
    this.zeg({ t: "reject", leg });
    this.vergeet(leg);
  }

  hangOp(leg) {
    this.zeg({ t: "hangup", leg });
    this.vergeet(leg);
  }

  // Nobody hears the agent; the agent hears everybody.
  demp(is) {
    for (const spoor of this.microfoon?.getAudioTracks() ?? []) spoor.enabled = !is;
  }

  einde(stand) {
    clearTimeout(this.wekker);
    clearInterval(this.hart);
    const lijn = this.lijn;
    this.lijn = null;
    lijn?.close();
    for (const leg of [...this.gesprekken.keys()]) this.vergeet(leg);
    for (const spoor of this.microfoon?.getTracks() ?? []) spoor.stop();
    this.meld("stand", { stand });
  }

  vergeet(leg) {
    const gesprek = this.gesprekken.get(leg);
    if (!gesprek) return;
    this.gesprekken.delete(leg);
    gesprek.pc?.close();
    if (gesprek.geluid) gesprek.geluid.srcObject = null;
    this.meld("opgehangen", gesprek);
  }

  speel(gesprek, stroom) {
    const geluid = (gesprek.geluid = new Audio());
    geluid.srcObject = stroom;
    geluid.play().catch(() => this.meld("stand", { stand: "stil" }));
  }

  zeg(bericht) {
    if (this.lijn?.readyState === WebSocket.OPEN) this.lijn.send(JSON.stringify(bericht));
  }

  meld(soort, detail) {
    this.dispatchEvent(new CustomEvent(soort, { detail }));
  }
}

// The media server stands on an address of its own and learns ours from the checks: one host candidate is enough.
function eersteKandidaat(pc) {
  return new Promise((klaar) => {
    if (pc.iceGatheringState === "complete") return klaar();
    pc.addEventListener("icecandidate", (een) => (!een.candidate || een.candidate.type === "host") && klaar());
    setTimeout(klaar, KANDIDAAT_MS);
  });
}

// Loudness of what the microphone hears, between 0 and 1, about ten times a second, until the function it returns is called.
export function meet(stroom, hoor) {
  const context = new AudioContext();
  const meter = context.createAnalyser();
  meter.fftSize = 2048;
  context.createMediaStreamSource(stroom).connect(meter);
  const golf = new Float32Array(meter.fftSize);
  const klok = setInterval(() => {
    meter.getFloatTimeDomainData(golf);
    hoor(Math.min(1, Math.sqrt(golf.reduce((som, x) => som + x * x, 0) / golf.length) * 3));
  }, 100);
  return () => {
    clearInterval(klok);
    context.close();
  };
}

// A short tone in the headset, to hear that it is the headset.
export function toon(hz = 660, seconden = 0.6) {
  const context = new AudioContext();
  const bron = context.createOscillator();
  const zacht = context.createGain();
  bron.frequency.value = hz;
  zacht.gain.value = 0.2;
  bron.connect(zacht).connect(context.destination);
  bron.start();
  bron.stop(context.currentTime + seconden);
  bron.onended = () => context.close();
}

// <meent-headset adres="/meerwijde/telefoon">: the check page. Its parts are found by what they are for (data-deel).
class Headset extends HTMLElement {
  connectedCallback() {
    this.deel("begin")?.addEventListener("click", () => this.controleer());
    this.deel("toon")?.addEventListener("click", () => toon());
  }

  disconnectedCallback() {
    this.stil?.();
    this.telefoon?.einde("weg");
  }

  deel(naam) {
    return this.querySelector(`[data-deel="${naam}"]`);
  }

  async controleer() {
    this.telefoon?.einde("opnieuw");
    const telefoon = (this.telefoon = window.meentTelefoon = new Telefoon(this.getAttribute("adres")));
    telefoon.addEventListener("stand", (een) => this.vertel(een.detail.stand));
    telefoon.addEventListener("gaatover", (een) => this.gaatOver(een.detail.leg));
    if (!(await telefoon.begin())) return;
    this.vertel("microfoon-aan");
    this.stil?.();
    this.stil = meet(telefoon.microfoon, (hard) => {
      this.deel("meter").value = hard;
      if (hard > 0.05) this.vertel("gehoord");
    });
  }

  // On the check page nobody talks.
  gaatOver(leg) {
    this.telefoon.weiger(leg);
  }

  vertel(stand) {
    for (const zin of this.querySelectorAll(`[data-stand="${CSS.escape(stand)}"]`)) {
      const rij = zin.closest("[data-rij]");
      for (const ander of rij?.querySelectorAll("[data-stand]") ?? []) ander.hidden = ander !== zin;
    }
  }
}

customElements.define("meent-headset", Headset);

// <meent-toestel adres="/meerwijde/telefoon">: the telephone of the desk. It is checked as on the check page and then
// stays; the buttons [data-telefoon] of the page answer and refuse.
class Toestel extends Headset {
  connectedCallback() {
    super.connectedCallback();
    this.knop = (een) => this.druk(een.target.closest("[data-telefoon]")?.dataset.telefoon);
    document.addEventListener("click", this.knop);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.knop);
    super.disconnectedCallback();
  }

  gaatOver() {}

  druk(wat) {
    const leg = [...(this.telefoon?.gesprekken.values() ?? [])].find((een) => !een.pc)?.leg;
    if (!leg) return;
    if (wat === "opnemen") this.telefoon.neemOp(leg);
    if (wat === "weigeren") this.telefoon.weiger(leg);
  }
}

customElements.define("meent-toestel", Toestel);

// <meent-luisteraar adres="/meerwijde/luisteraar" src="/meerwijde/meeluisteren" gebeurd="…">: listens in, without a
// microphone. What is offered is answered at once. #gesprekken-nu is asked for again when something happened.
class Luisteraar extends HTMLElement {
  connectedCallback() {
    this.querySelector('[data-deel="begin"]')?.addEventListener("click", () => this.begin());
    this.bron = new EventSource(this.getAttribute("gebeurd"));
    this.bron.addEventListener("bord", () => this.ververs());
  }

  disconnectedCallback() {
    this.bron.close();
    this.telefoon?.einde("weg");
  }

  begin() {
    this.telefoon?.einde("opnieuw");
    const telefoon = (this.telefoon = window.meentTelefoon = new Telefoon(this.getAttribute("adres"), { microfoon: null }));
    telefoon.addEventListener("stand", (een) => this.vertel(een.detail.stand));
    telefoon.addEventListener("gaatover", (een) => telefoon.neemOp(een.detail.leg));
    telefoon.begin();
  }

  vertel(stand) {
    const knop = this.querySelector('[data-deel="begin"]');
    const is = ["verbonden", "klaar"].includes(stand);
    if (is && document.activeElement === knop) this.querySelector("h2").focus();
    this.toggleAttribute("aan", is);
    for (const zin of this.querySelectorAll("[data-stand]")) {
      if (this.querySelector(`[data-stand="${CSS.escape(stand)}"]`)) zin.hidden = zin.dataset.stand !== stand;
    }
  }

  async ververs() {
    const antwoord = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true" } }).catch(() => null);
    if (antwoord?.ok) window.htmx.swap("#gesprekken-nu", await antwoord.text(), { swapStyle: "outerHTML" });
  }
}

customElements.define("meent-luisteraar", Luisteraar);
