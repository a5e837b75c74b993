// Folds a part of a form away until it is wanted. Without a script the part simply stands there.
// <fieldset data-behaviour="reveal" data-when="hard_talk=yes"> … several values: "hard_talk=little|yes".
export function reveal(part) {
  const form = part.closest("form");
  const [name, values] = part.dataset.when.split("=");
  const wanted = values.split("|");

  function follow() {
    const chosen = new FormData(form).getAll(name).map(String);
    const open = chosen.some((value) => wanted.includes(value));
    part.hidden = !open;
    // What is folded away is neither asked nor sent.
    for (const control of part.querySelectorAll("input, select, textarea")) control.disabled = !open;
  }

  form.addEventListener("change", follow);
  window.addEventListener("pageshow", follow);
  follow();
}
