// Lets a button wait before it can be pressed: <button data-behaviour="wait" data-seconds="10" data-words="… (%s)">.
// The rest is counted on the button itself; the server keeps the limit.
export function wait(button) {
  const said = button.textContent;
  let left = Number(button.dataset.seconds);

  function show() {
    button.disabled = left > 0;
    button.textContent = left > 0 ? button.dataset.words.replace("%s", left) : said;
    if (left > 0) setTimeout(show, 1000);
    left -= 1;
  }

  show();
}
