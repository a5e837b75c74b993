// A fold stays open while something in it was written or chosen: <details data-behaviour="fold">.
// What is sent with a form is never out of sight.
import { isWritten } from "./written.js";

export function fold(details) {
  function show() {
    if (!details.open && isWritten(details)) details.open = true;
  }

  details.addEventListener("toggle", show);
  window.addEventListener("pageshow", show);
  show();
}
