// Asks, once for each zone, when the device is in another zone than the account: <section data-behaviour="other-zone"
// data-zone="…" data-declined="a b" hidden>. Zones whose clocks agree, now and in half a year, are one: names differ
// between browsers. Nothing moves until somebody presses.
const HALF_A_YEAR_MS = 182 * 86_400_000;

function clock(zone, at) {
  return new Intl.DateTimeFormat("en", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at);
}

function agree(one, other) {
  try {
    return [0, HALF_A_YEAR_MS].every((ahead) => clock(one, Date.now() + ahead) === clock(other, Date.now() + ahead));
  } catch {
    return one === other; // a name that this browser does not know
  }
}

export function otherZone(section) {
  const found = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const settled = [section.dataset.zone, ...section.dataset.declined.split(" ").filter(Boolean)];
  if (!found || settled.some((zone) => agree(zone, found))) return;
  for (const field of section.querySelectorAll("[name=zone]")) field.value = found;
  for (const place of section.querySelectorAll("[data-device-zone]")) place.textContent = found.replaceAll("_", " ");
  section.hidden = false;
}
