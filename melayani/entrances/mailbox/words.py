"""The words of a letter: bytes to text, HTML to text, and what a person wrote apart from what a program added."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser

HTML_MOST = 500_000
SILENT = {"script", "style", "head", "title", "template", "svg", "object"}
BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "ul", "ol", "hr"}
_QUOTE_HEAD = re.compile(r"^(on|pada|le|am)\b.{0,300}(wrote|menulis|a écrit|schrieb)\s*:?\s*$", re.IGNORECASE)
_ORIGINAL = re.compile(r"^-{2,}\s*(original message|pesan asli|forwarded message|pesan yang diteruskan)", re.IGNORECASE)
_OUTLOOK = re.compile(r"^(from|dari)\s*:.{0,300}@", re.IGNORECASE)
_SENT = re.compile(r"^(sent|date|dikirim|tanggal|to|kepada)\s*:", re.IGNORECASE)
_DEVICE = re.compile(r"^(sent from my|get outlook for|dikirim dari)\b.{0,80}$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def decode(raw: bytes, charset: str) -> str:
    """`raw` as text in `charset`; by UTF-8 where that is none, else by Windows-1252, which takes nearly any byte."""
    for name in (charset, "utf-8"):
        try:
            return raw.decode(name) if name else raw.decode("utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Line ends of one kind; no control or direction marks, no half characters; at most one empty line in a row."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    whole = _CONTROL.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in whole.split("\n"))).strip()


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def without_quotes(text: str) -> str:
    """What the sender wrote above the quotation and the signature; all of it when nothing would be left."""
    lines = text.split("\n")
    end = next((place for place in range(len(lines)) if _begins_quotation(lines, place)), len(lines))
    kept = [line for line in lines[:end] if not line.startswith(">")]
    return "\n".join(kept).strip() or text


def _begins_quotation(lines: list[str], place: int) -> bool:
    line = lines[place].strip()
    following = lines[place + 1].strip() if place + 1 < len(lines) else ""
    if lines[place] in ("--", "-- ") or _DEVICE.match(line) or _ORIGINAL.match(line):
        return True
    if _QUOTE_HEAD.match(line) or (line and _QUOTE_HEAD.match(f"{line} {following}"[:400])):
        return True
    return bool(_OUTLOOK.match(line) and _SENT.match(following))


class _Words(HTMLParser):
    """Collects the words of a page; scripts, styles and everything that is not text go."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = 0 if tag == "body" else self.silent + (tag in SILENT)
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def of_html(page: str) -> str:
    """The words of an HTML body; nothing of it is ever shown as HTML."""
    reader = _Words()
    with suppress(AssertionError, ValueError):  # of the parser, at some broken declarations: what it read so far counts
        reader.feed(page[:HTML_MOST])
        reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return clean("\n".join(lines))
