// Puts words that were kept over a sign-in back into their form: <div data-behaviour="given-back" data-fields="id of
// the words by the names of their fields">. The form that has most of the names is theirs. What finds no place stays
// below the notice, to be copied. Nothing is sent by itself.
function places(form, name) {
  const named = form.elements.namedItem(name);
  if (!named) return [];
  return (named instanceof RadioNodeList ? [...named] : [named]).filter((one) => one.type !== "hidden" && one.type !== "submit");
}

function fill(control, values) {
  if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
  else control.value = values[0];
}

export function givenBack(part) {
  const fields = Object.entries(JSON.parse(document.getElementById(part.dataset.fields).textContent));
  const matches = (form) => fields.filter(([name]) => places(form, name).length).length;
  const form = [...document.querySelectorAll("form[method=post]")].sort((a, b) => matches(b) - matches(a))[0];
  if (!form || matches(form) === 0) return;
  for (const [name, values] of fields) for (const control of places(form, name)) fill(control, values);
  part.querySelector("[data-copies]").hidden = true;
  for (const fold of form.querySelectorAll("details")) fold.dispatchEvent(new Event("toggle"));
  form.dispatchEvent(new Event("change"));
}
