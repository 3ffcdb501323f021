"""A list of news as an Atom feed (RFC 4287), for readers of feeds and for an agency's own site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

from django.conf import settings

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One piece of news: `path` is its page, `at` its last change; `name` stays the same for ever."""

    name: str
    title: str
    text: str
    path: str
    at: datetime
    author: str


def feed(entries: Sequence[Entry], *, title: str, path: str, home: str, language: str, now: datetime) -> bytes:
    """The feed of these entries, newest first; `path` is its own address, `home` the page it is of."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": language})
    own = settings.PUBLIC_URL + path
    _texts(root, id=own, title=title, updated=max((one.at for one in entries), default=now).isoformat())
    _link(root, "self", own)
    _link(root, "alternate", settings.PUBLIC_URL + home)
    for one in entries:
        entry = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
        _texts(entry, id=one.name, title=one.title, updated=one.at.isoformat(), summary=one.text)
        _link(entry, "alternate", settings.PUBLIC_URL + one.path)
        _texts(ElementTree.SubElement(entry, f"{{{ATOM}}}author"), name=one.author)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: ElementTree.Element, rel: str, href: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href})
