"""Finding one page of every kind by following the links of the demonstration."""

import re
from collections import deque
from html.parser import HTMLParser

from django.test import Client
from django.urls import Resolver404, resolve


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href and href.startswith("/o/"):
            self.found.append(re.split(r"[#?]", href)[0])


def pages_from(client: Client, start: str) -> tuple[dict[str, str], list[str]]:
    """Route name -> address of the first page of that route that a person reaches by links.

    The second value names links that lead to something else than a page or a file.
    """
    seen: dict[str, str] = {}
    broken: list[str] = []
    waiting = deque([(start, "")])
    while waiting:
        address, source = waiting.popleft()
        try:
            name = resolve(address).view_name
        except Resolver404:
            broken.append(f"{source}: {address} is no address")
            continue
        if name in seen:
            continue
        answer = client.get(address)
        seen[name] = ""
        if answer.status_code not in (200, 302):
            broken.append(f"{source}: {name} answers {answer.status_code}")
        elif answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            seen[name] = address
            links = _Links()
            links.feed(answer.content.decode())
            waiting.extend((link, name) for link in links.found)
    return {name: address for name, address in seen.items() if address}, broken
