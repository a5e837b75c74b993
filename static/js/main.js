// Attaches each behaviour to the elements that ask for it: data-behaviour="name other-name".
// Every page works without any of them.
import { count } from "./count.js";
import { countdown } from "./countdown.js";
import { fold } from "./fold.js";
import { freshPage } from "./fresh-page.js";
import { givenBack } from "./given-back.js";
import { otherZone } from "./other-zone.js";
import { passkeyTrouble } from "./passkey-trouble.js";
import { quickExit } from "./quick-exit.js";
import { reveal } from "./reveal.js";
import { theme } from "./theme.js";
import { unsaved } from "./unsaved.js";
import { wait } from "./wait.js";
import { zone } from "./zone.js";

const behaviours = { "given-back": givenBack, count, countdown, fold, reveal, theme, unsaved, wait, zone, "passkey-trouble": passkeyTrouble, "other-zone": otherZone, "quick-exit": quickExit };

freshPage();
for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) behaviours[name]?.(element);
}
