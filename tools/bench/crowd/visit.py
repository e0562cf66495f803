"""One person's visit: opens the link, answers a page question by question, reviews, submits."""

import json
import random
import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

PATIENCE = 60.0
CHOICES = ("yes", "no", "does_not_apply", "dont_know")
_ITEM = re.compile(r'data-question="([0-9a-f-]{36})"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Timed:
    """One request: what it was, its status (0: no answer at all), seconds until it was read."""

    what: str
    status: int
    seconds: float


@dataclass
class Visit:
    """What one person did, and what the server said to it."""

    name: str
    secret: str
    area: str
    address: tuple[str, int]
    saves: int
    requests: list[Timed] = field(default_factory=list)
    saved: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    ended_at: float = 0.0
    _cookies: dict[str, str] = field(default_factory=dict)

    def run(self) -> "Visit":
        """Do all of it; what goes wrong is kept in `faults`."""
        self._line = HTTPConnection(*self.address, timeout=PATIENCE)
        try:
            self._visit()
        except (OSError, HTTPException, AttributeError, KeyError, ValueError) as error:
            self.faults.append(f"{self.name}: {error!r}")
        finally:
            self._line.close()
            self.ended_at = time.monotonic()
        return self

    def _visit(self) -> None:
        at = f"/q/{self.secret}/"
        token = self._token(self._page("welcome", at))
        self._send("begin", at, {"csrfmiddlewaretoken": token}, expect=302)
        page = self._page("area", f"{at}areas/{self.area}/")
        self._token(page)
        draw = random.Random(self.name)  # noqa: S311 - the same answers each time
        for number, item in enumerate(_ITEM.findall(page)[: self.saves]):
            choice = draw.choice(CHOICES)
            comment = f"{self.name} on {number}" if number % 3 == 0 else ""
            evidence = f"Page {number}" if number % 4 == 0 else ""
            self._save(f"{at}save/", item, choice, comment, evidence)
        token = self._token(self._page("review", f"{at}review/"))
        self._send("submit", f"{at}review/", {"csrfmiddlewaretoken": token}, expect=302)
        self._page("done", f"{at}done/")

    def _save(self, path: str, item: str, choice: str, comment: str, evidence: str) -> None:
        said = {"choice": choice, "comment": comment, "evidence": evidence}
        body = {"item": item, **said, "version": 0}
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": self._cookies["csrftoken"],
        }
        stored = json.loads(self._ask("save", "POST", path, body=json.dumps(body), headers=headers))
        if stored["version"] != 1:
            raise ValueError(f"saved as version {stored['version']}")
        self.saved[item] = (choice, comment, evidence)

    def _page(self, what: str, path: str) -> str:
        return self._ask(what, "GET", path)

    def _send(self, what: str, path: str, form: dict[str, str], expect: int) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self._ask(what, "POST", path, body=urlencode(form), headers=headers, expect=expect)

    def _ask(
        self,
        what: str,
        method: str,
        path: str,
        *,
        body: str | None = None,
        headers: dict[str, str] | None = None,
        expect: int = 200,
    ) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        begun = time.monotonic()
        status = 0
        try:
            self._line.request(method, path, body, {**(headers or {}), "Cookie": cookies})
            answer = self._line.getresponse()
            text = answer.read().decode()
            status = answer.status
        finally:
            self.requests.append(Timed(what, status, time.monotonic() - begun))
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        if status != expect:
            raise ValueError(f"{what} {urlsplit(path).path}: {status}")
        return text

    @staticmethod
    def _token(page: str) -> str:
        found = _TOKEN.search(page)
        if found is None:
            raise ValueError("a page without a form token")
        return found.group(1)
