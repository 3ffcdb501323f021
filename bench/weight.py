"""First visit of each citizen page: everything it loads, compressed, at most 60 kB, nothing from elsewhere.

Counted with it: the manifest and each icon that it names, the service worker, and what that fetches ahead.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from bench.result import Result

BUDGET_BYTES = 60_000
LINKS = re.compile(r'(?:href|src)="([^"#]+?)(?:#[^"]*)?"')
WORKER = re.compile(r'data-worker="([^"]+)"')
GIVEN = re.compile(r"^const GIVEN = (.*);$", re.MULTILINE)
URLS_IN_CSS = re.compile(r"url\(\"?([^\")]+)\"?\)")
LOADED = (".css", ".js", ".svg", ".woff2", ".png", ".ico", ".webmanifest")


def measure() -> list[Result]:
    """The heaviest page decides; each page is printed for the reader."""
    from bench.pages import citizen_pages

    sizes = {path: page_bytes(path) for path in citizen_pages()}
    for path, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"     {size / 1000:6.1f} kB  {path}")
    heaviest = max(sizes, key=lambda path: sizes[path])
    return [Result("heaviest first visit, kB", sizes[heaviest] / 1000, BUDGET_BYTES / 1000, True, heaviest)]


def page_bytes(path: str) -> int:
    """Bytes of the page and of every file that it loads, brotli where the server has it."""
    from django.conf import settings

    html = _asked(path)
    total = _compressed(html)
    seen: set[str] = set()
    queue = [link for link in LINKS.findall(html) if link.split("?")[0].endswith(LOADED)] + WORKER.findall(html)
    while queue:
        link = queue.pop()
        if link.startswith(("http:", "https:", "//")):
            raise SystemExit(f"{path} loads from elsewhere: {link}")
        if link in seen or link.startswith("data:"):
            continue
        seen.add(link)
        if not link.startswith(settings.STATIC_URL):
            text = _asked(link)
            total += _compressed(text)
            queue += _named_in(text, link)
            continue
        file = Path(settings.STATIC_ROOT) / link.removeprefix(settings.STATIC_URL)
        total += _compressed_size(file)
        if file.suffix == ".css":
            queue += [f"{settings.STATIC_URL}{_beside(file, url)}" for url in URLS_IN_CSS.findall(file.read_text())]
    return total


def _asked(path: str) -> str:
    from django.test import Client

    response = Client(HTTP_HOST="testserver").get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    return response.content.decode()


def _compressed(text: str) -> int:
    import brotli

    return len(brotli.compress(text.encode(), quality=4))


def _named_in(text: str, link: str) -> list[str]:
    """What a manifest, or a service worker at its installation, fetches besides."""
    if link.endswith(".webmanifest"):
        return [icon["src"] for icon in json.loads(text)["icons"]]
    given = GIVEN.search(text)
    if not given:
        return []
    named = json.loads(given.group(1))
    return [*named["first"], *named["offline"].values()]


def _beside(file: Path, url: str) -> str:
    from django.conf import settings

    return str((file.parent / url.strip("\"'")).resolve().relative_to(Path(settings.STATIC_ROOT).resolve()))


def _compressed_size(file: Path) -> int:
    small = [Path(f"{file}.br"), Path(f"{file}.gz"), file]
    return next(candidate.stat().st_size for candidate in small if candidate.exists())
