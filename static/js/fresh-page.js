// A page that the browser kept whole is asked for anew: after signing out, Back must not show it.
export function freshPage() {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
