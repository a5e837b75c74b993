// Light, dark or as the device: a <select data-behaviour="theme"> with "", "light", "dark".
// Kept in a cookie, so that the server draws the next page right from the start.
const YEAR_SECONDS = 31536000;

function chosen() {
  return document.documentElement.dataset.theme ?? "";
}

export function theme(select) {
  select.value = chosen();
  select.addEventListener("change", () => {
    const age = select.value ? YEAR_SECONDS : 0;
    document.cookie = `theme=${select.value}; path=/; max-age=${age}; samesite=lax`;
    if (select.value) document.documentElement.dataset.theme = select.value;
    else delete document.documentElement.dataset.theme;
  });
}
