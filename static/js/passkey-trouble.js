// Says why the browser refused a passkey: <p data-behaviour="passkey-trouble" hidden data-refused="…" data-address="… %s"
// data-there="…" data-other="…">. Browsers take no passkey at an address of numbers: the name is named instead.
const IS_A_NUMBER = /^[\d.]+$|^\[/;

function words(line, problem) {
  const { protocol, hostname, port } = window.location;
  if (IS_A_NUMBER.test(hostname)) return line.dataset.address.replace("%s", `${protocol}//localhost${port ? `:${port}` : ""}/`);
  if (problem?.name === "NotAllowedError" || problem?.name === "AbortError") return line.dataset.refused;
  return problem?.name === "InvalidStateError" ? line.dataset.there : line.dataset.other;
}

export function passkeyTrouble(line) {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    line.textContent = words(line, event.detail.exception);
    line.hidden = false;
  });
}
