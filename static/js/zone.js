// Fills an empty time zone field with the browser's own zone.
export function zone(field) {
  const found = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field.value || !found) return;
  const offered = field.options && [...field.options].some((option) => option.value === found);
  if (!field.options || offered) field.value = found;
}
