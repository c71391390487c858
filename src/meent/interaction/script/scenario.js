// Beside a slider stands what it says while it moves; the server sends the rest. Without this it stands there afterwards.

document.addEventListener("input", (event) => {
  const schuif = event.target;
  const uitkomst = schuif.closest(".schuif")?.querySelector("output");
  const getal = uitkomst?.querySelector("[data-getal]");
  if (!getal) return;
  const maal = Number(schuif.dataset.maal);
  const tekst = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: Math.abs(schuif.value) >= 1000 ? 12 : 3 }).format(schuif.value * maal);
  getal.textContent = tekst + (maal === 100 ? "%" : "");
  schuif.setAttribute("aria-valuetext", uitkomst.textContent);
});
