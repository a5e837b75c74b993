"""Somebody without a browser: pages, forms and cookies over plain HTTP, and their mail as files."""

import email
import email.policy
import re
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

CODE = r"[A-Z]{4}-[A-Z]{4}"


class Page(HTMLParser):
    """A page that was read, with what the first form to each address would send as it stands."""

    def __init__(self, answer: HTTPResponse) -> None:
        super().__init__()
        self.status, self.address = answer.status, answer.url
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._choice = ""
        drawn = answer.read().decode()
        self.text = unescape(drawn)
        self.feed(drawn)

    @property
    def path(self) -> str:
        """The path that the page came from."""
        return urlsplit(self.address).path

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect forms, and what their fields hold already."""
        has = dict(attrs)
        if tag == "form":
            self._fields = {}
            self.forms.setdefault(urlsplit(urljoin(self.address, has.get("action") or self.path)).path, self._fields)
        elif tag == "select":
            self._choice = has.get("name", "")
        elif tag == "option" and "selected" in has:
            self._fields[self._choice] = has["value"]
        elif tag == "input" and "name" in has and ("checked" in has or has["type"] not in ("radio", "checkbox")):
            self._fields[has["name"]] = has.get("value") or ""

    def form_to(self, act: str) -> str:
        """Return the path of the form that does something, by the last word of its path."""
        return next(action for action in self.forms if action.endswith(f"/{act}/"))

    def items_of(self, name: str) -> list[str]:
        """Return the items of a list, by its class."""
        found = re.search(rf'class="{name}".*?</ol>', self.text, re.DOTALL)
        return re.findall(r"<li>(.*?)</li>", found.group()) if found else []

    def links_to(self, start: str) -> list[str]:
        """Return the paths below another that this page leads to."""
        return re.findall(rf'href="({start}[^"]+)"', self.text)


class Visitor:
    """One person with their own cookies, an address and the folder that mails come to."""

    def __init__(self, address: str, *, site: str, mails: Path) -> None:
        self.address, self.site, self.mails = address, site, mails
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def see(self, path: str, body: dict[str, str] | None = None) -> Page:
        """Ask for a page, whatever its status; with a body, send it."""
        sent = urlencode(body).encode() if body is not None else None
        try:
            return Page(self._opener.open(urljoin(self.site, path), sent, timeout=20))
        except HTTPError as refusal:
            return Page(refusal)

    def send(self, path: str, *, to: str = "", **answers: str) -> Page:
        """Open a page and send its form (the one that goes `to` a path, else to the page itself)."""
        page = self.see(path)
        action = to or page.path
        return self.see(action, page.forms[action] | answers)

    def letters(self) -> list[str]:
        """Return the texts of the mails to this person, oldest first."""
        found = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in self._files()]
        return [mail.get_body(("plain",)).get_content() for mail in found if mail["To"] == self.address]

    def _files(self) -> list[Path]:
        return sorted(self.mails.glob("*.eml"))

    def newest(self, pattern: str) -> str | None:
        """Return what matches in the newest mail, None while there is none."""
        found = re.search(pattern, self.letters()[-1]) if self.letters() else None
        return found and found.group()
