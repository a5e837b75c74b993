// The way out. The plain link works alone; with a script the page is blank first and leaves no step
// to come back to. Shift three times, each within five seconds, does the same.
// The behaviour follows GOV.UK's "Exit this page"; unlike it, nothing brings the page back.
const PRESSES = 3;
const PATIENCE_MS = 5000;

function leave(link) {
  document.documentElement.dataset.leaving = "";
  document.body.replaceChildren();
  window.location.replace(link.href);
}

function announcer() {
  const region = document.createElement("div");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  document.body.append(region);
  return (words) => { region.textContent = words; };
}

export function quickExit(link) {
  const say = announcer();
  let presses = 0;
  let alone = false;
  let timer = 0;

  const forget = () => { presses = 0; };

  function press() {
    clearTimeout(timer);
    presses += 1;
    if (presses === PRESSES) return leave(link);
    say(presses === 1 ? link.dataset.twoMore : link.dataset.oneMore);
    timer = setTimeout(() => { forget(); say(link.dataset.over); }, PATIENCE_MS);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
  // A capital letter also holds Shift: only Shift by itself, pressed and let go, is counted.
  document.addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key !== "Shift" && presses) { clearTimeout(timer); forget(); say(""); }
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone) press();
    alone = false;
  });
}
