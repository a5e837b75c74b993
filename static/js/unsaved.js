// Asks before a half-written form is left: <form data-behaviour="unsaved">. A page that answers a form
// (<body data-given-back>) still holds what is not saved. The quick way out is never held up.
import { isWritten } from "./written.js";

export function unsaved(form) {
  let isSent = false;

  form.addEventListener("submit", () => { isSent = true; });
  form.addEventListener("input", () => { isSent = false; });
  window.addEventListener("pageshow", () => { isSent = false; });
  window.addEventListener("beforeunload", (event) => {
    const isLeaving = "leaving" in document.documentElement.dataset;
    if (isLeaving || isSent) return;
    if (isWritten(form) || "givenBack" in document.body.dataset) event.preventDefault();
  });
}
