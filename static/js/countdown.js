// Says how long until a return: <p data-behaviour="countdown" data-returns-at="…" data-now="…" data-minutes="%m min"
// data-hours="%h h %m min" data-over="…">. The times are the server's: closing the tab or a clock that is wrong
// changes nothing. It speaks in minutes, so that nothing runs before the eyes, and is read aloud only when asked.
const MINUTE = 60_000;

export function countdown(line) {
  const returnsAt = Date.parse(line.dataset.returnsAt);
  const ahead = Date.parse(line.dataset.now) - Date.now();
  if (Number.isNaN(returnsAt) || Number.isNaN(ahead)) return;

  function words(minutes) {
    if (minutes <= 0) return line.dataset.over;
    const pattern = minutes < 60 ? line.dataset.minutes : line.dataset.hours;
    return pattern.replace("%h", Math.floor(minutes / 60)).replace("%m", minutes < 60 ? minutes : minutes % 60);
  }

  function show() {
    const left = returnsAt - (Date.now() + ahead);
    line.textContent = words(Math.ceil(left / MINUTE));
    line.hidden = false;
    if (left > 0) setTimeout(show, Math.min(left, left % MINUTE || MINUTE));
  }

  window.addEventListener("pageshow", (event) => event.persisted && show());
  document.addEventListener("visibilitychange", () => document.hidden || show());
  show();
}
