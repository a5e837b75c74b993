// A page that the browser kept whole is asked for anew: after signing out, Back must not show it.
export function freshPage() {
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.dataset.leaving = ""; // nothing holds it up
    window.location.reload();
  });
}
