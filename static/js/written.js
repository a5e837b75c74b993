// Says whether somebody wrote, chose or ticked something in a part of a page since it was drawn.
export function isWritten(part) {
  return [...part.querySelectorAll("input, select, textarea")].some(isChanged);
}

function isChanged(control) {
  if (control.type === "hidden") return false;
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.options) return control.selectedIndex !== firstChosen([...control.options]);
  return control.value !== control.defaultValue;
}

function firstChosen(options) {
  return Math.max(options.findIndex((option) => option.defaultSelected), 0);
}
