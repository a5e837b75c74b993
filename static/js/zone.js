// Fills an empty time zone field with the browser's own zone, by whatever name the browser calls it:
// the server understands old names, and asks about one that it does not.
export function zone(field) {
  const found = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field.value || !found) return;
  if (![...field.options].some((option) => option.value === found)) field.add(new Option(found.replaceAll("_", " "), found));
  field.value = found;
}
