// Fills a time zone field with the browser's own zone, if it is empty or holds only a guess
// (data-guess: what the server put there without asking anybody).
export function zone(field) {
  const found = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ((field.value && field.value !== field.dataset.guess) || !found) return;
  const offered = field.options && [...field.options].some((option) => option.value === found);
  if (!field.options || offered) field.value = found;
}
