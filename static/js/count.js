// Counts what is written as the server does: in Unicode code points, so that one emoji of one
// code point counts as one. Says the rest aloud only near the end.
const NEAR = 0.9;

export function count(line) {
  const text = document.getElementById(line.dataset.for);
  const most = Number(line.dataset.max);
  if (!text || !most) return;

  function show() {
    const used = [...text.value].length;
    line.textContent = `${used} / ${most}`;
    line.toggleAttribute("data-over", used > most);
    line.setAttribute("aria-live", used >= most * NEAR ? "polite" : "off");
  }

  text.addEventListener("input", show);
  if (text.value) show();
}
