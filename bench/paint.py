"""How soon a page is seen on a slow phone, what moves after that, and what it weighs.

    python3 dev.py bench paint [--rounds 5]

The demo of `dev.py run` in a process of its own, and Chromium on a 360-pixel phone with 4x
slower processor and slow 4G: 150 ms round trip, 1.6 Mbit/s. Each page is opened in a new
browser (nothing kept) and once more. The floor is the words of /healthz in the same
browser: no style, no script. The last line on standard output is JSON: medians of the first
paint in ms, its ratio to the floor, the shift of the layout, and kilobytes once compressed:
of all a first visit asks for, fonts apart, and of a later one, for which the browser keeps the rest.
"""

import argparse
import gzip
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from demo.people import FIRST_COUPLE, PASSWORD, THERAPIST

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE = {"width": 360, "height": 740}
PAGES = {
    "landing": ("", "/"),
    "today": ("hurt", "/check-ins/today/"),
    "repair room": ("hurt", "/repair/"),
    "promises": ("hurt", "/repair/promises/"),
    "evidence": ("hurt", "/evidence/"),
    "trajectory": ("hurt", "/trajectory/"),
    "caseload": ("therapist", "/therapy/"),
    "couple dashboard": ("therapist", ""),
}
FLOOR = ("", "/healthz")
GOALS = {"first_paint_ms": 1000, "shift": 0, "first_kb": 60, "later_kb": 15}
PEOPLE = {"hurt": FIRST_COUPLE[0], "therapist": THERAPIST}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
SLOWER = {"rate": 4}
SEEN = """() => new Promise(found => {
    let shift = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { shift += one.value; }))
        .observe({type: "layout-shift", buffered: true});
    const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
    const look = () => paint() ? setTimeout(() => found([paint().startTime, shift]), 300) : setTimeout(look, 50);
    look();
})"""


def main(arguments: list[str]) -> int:
    """Measure every page and print the medians."""
    parser = argparse.ArgumentParser(prog="dev.py bench paint", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args(arguments).rounds
    with served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        cookies = {who: signed_in(browser, origin, who) for who in ("", "hurt", "therapist")}
        floor = median(opened(browser, origin, cookies, FLOOR)["first_paint_ms"] for _round in range(rounds))
        found = {}
        for name, page in PAGES.items():
            seen = [opened(browser, origin, cookies, page) for _round in range(rounds)]
            found[name] = {key: round(median(one[key] for one in seen), 3) for key in seen[0]}
            found[name]["ratio"] = round(found[name]["first_paint_ms"] / floor, 2)
            print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
        browser.close()
    print(json.dumps({"rounds": rounds, "floor_ms": round(floor), "goals": GOALS, "pages": found}))
    return 0


@contextmanager
def served() -> Iterator[str]:
    """Serve the demo from a folder that is gone afterwards; yield its origin."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="bench-paint-") as folder:
        command = [sys.executable, "-m", "trustrebuild.embedded", "--port", str(port), "--data", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            until_healthy(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def until_healthy(address: str) -> None:
    """Return once the server answers; the demo is written first."""
    for _try in range(600):
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("the demo did not start")


def signed_in(browser: Browser, origin: str, who: str) -> list[dict]:
    """Return the cookies of a person of the demo, none for a visitor."""
    if not who:
        return []
    context = browser.new_context(base_url=origin)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", PEOPLE[who].address)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)
    cookies = context.cookies()
    context.close()
    return cookies


def opened(browser: Browser, origin: str, cookies: dict[str, list[dict]], place: tuple[str, str]) -> dict[str, float]:
    """Open a page in a browser that keeps nothing yet, and once more; return what was seen and what came."""
    who, path = place
    context = browser.new_context(base_url=origin, viewport=PHONE)
    context.add_cookies(cookies[who])
    path = path or the_couple(context)
    page = context.new_page()
    slow_down(context, page)
    (first_paint, shift), _page_kb, first_kb = visit(page, path)
    (_paint, later_shift), later_kb, _all_kb = visit(page, path)
    context.close()
    return {
        "first_paint_ms": first_paint,
        "shift": max(shift, later_shift),
        "first_kb": first_kb,
        "later_kb": later_kb,
    }


def the_couple(context: BrowserContext) -> str:
    """Return where the therapist's first couple stands."""
    page = context.new_page()
    page.goto("/therapy/")
    link = page.locator("main a[href^='/therapy/']").first.get_attribute("href")
    page.close()
    return link


def slow_down(context: BrowserContext, page: Page) -> None:
    """Give the page a slow phone's processor and network."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", SLOWER)


def visit(page: Page, path: str) -> tuple[list[float], float, float]:
    """Open a page; return when it was painted and how much it moved, and the kilobytes of it and of all but fonts."""
    came: list[Response] = []

    def note(response: Response) -> None:
        came.append(response)

    page.on("response", note)
    document = page.goto(path, wait_until="load")
    seen = page.evaluate(SEEN)
    page.remove_listener("response", note)
    weighed = [one for one in came if one.status == HTTPStatus.OK and not one.url.endswith(".woff2")]
    return seen, kilobytes(document), sum(map(kilobytes, weighed))


def kilobytes(response: Response) -> float:
    """Return how heavy a response is once compressed."""
    return len(gzip.compress(response.body())) / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
