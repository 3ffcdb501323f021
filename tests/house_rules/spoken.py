"""What a page says in its own language: its text without the parts that are marked as Indonesian."""

from __future__ import annotations

from html.parser import HTMLParser

ALONE = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
SILENT = frozenset({"script", "style", "template", "title"})  # a title takes no mark inside
SAID = frozenset({"alt", "aria-label", "placeholder", "title"})


class _Outside(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # element, whether it is left out
        self.words: list[str] = []

    @property
    def left_out(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang")
        out = tag in SILENT or (self.left_out if lang is None or tag == "html" else lang == "id")
        if not out:
            self.words += [value for name, value in attrs if name in SAID and value]
        if tag not in ALONE:
            self.open.append((tag, out))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's element: it says nothing and holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag in [one for one, _ in self.open]:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.words.append(data)


def outside_indonesian(page: str) -> str:
    """The words of the page, without what stands in an element with lang="id"."""
    reader = _Outside()
    reader.feed(page)
    return " ".join(" ".join(reader.words).split())
