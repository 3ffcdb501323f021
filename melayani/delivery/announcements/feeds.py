"""Announcements as an Atom feed (RFC 4287) and as a calendar to subscribe to (RFC 5545); names never change."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from xml.etree import ElementTree

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from melayani.delivery.announcements import rules, states
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.appointments.rules.entry import Entry, feed_text

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
CALENDAR_TYPE = "text/calendar; charset=utf-8"
OPEN_ENDED = timedelta(days=30)  # how long an entry without an end stands in a calendar


def name_of(row: Announcement) -> str:
    """The name of an entry: it stays when words, language or the address of the site change."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"melayani/announcement/{row.slug}"))


def atom(rows: Sequence[Announcement], *, title: str, path: str, home: str, language: str, now: datetime) -> bytes:
    """The feed of these announcements, newest change first; `path` is its own address, `home` the page it is of."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": language})
    changed = max((row.changed_at for row in rows), default=now)
    feed_name = uuid.uuid5(uuid.NAMESPACE_URL, f"melayani/announcements{path}")
    _texts(root, id=f"urn:uuid:{feed_name}", title=title, updated=changed.isoformat())
    _link(root, "self", settings.PUBLIC_URL + path, ATOM_TYPE.partition(";")[0])
    _link(root, "alternate", settings.PUBLIC_URL + home, "text/html")
    for row in rows:
        _entry(root, row, language)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _entry(root: ElementTree.Element, row: Announcement, language: str) -> None:
    title, text = row.words(language)
    entry = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
    if row.state == states.WITHDRAWN:
        title = gettext("Ditarik: {title}").format(title=title)
    published = row.published_at or row.created_at
    _texts(entry, id=f"urn:uuid:{name_of(row)}", title=title)
    _texts(entry, published=published.isoformat(), updated=row.changed_at.isoformat())
    content = ElementTree.SubElement(entry, f"{{{ATOM}}}content", {"type": "text"})
    content.text = row.reason if row.state == states.WITHDRAWN else text
    _link(entry, "alternate", settings.PUBLIC_URL + reverse("announcements:page", args=[row.slug]), "text/html")
    _texts(ElementTree.SubElement(entry, f"{{{ATOM}}}author"), name=row.organisation.name)
    ElementTree.SubElement(entry, f"{{{ATOM}}}category", {"term": row.kind, "label": gettext(rules.KINDS[row.kind])})


def calendar(rows: Sequence[Announcement], *, name: str, language: str) -> str:
    """Closures and changed hours as whole days of the office; what was withdrawn is cancelled there, too."""
    return feed_text([_event(row, language) for row in rows], name=name)


def _event(row: Announcement, language: str) -> Entry:
    title, text = row.words(language)
    first, last = row.span
    end = (last or first + OPEN_ENDED) - rules.MOMENT
    return Entry(
        uid=f"{name_of(row)}@melayani",
        sequence=row.version,
        starts_at=first.astimezone(row.organisation.zone),
        ends_at=end.astimezone(row.organisation.zone),
        stamp=row.changed_at,
        summary=title,
        description=text,
        location=row.organisation.address,
        url=settings.PUBLIC_URL + reverse("announcements:page", args=[row.slug]),
        cancelled=row.state == states.WITHDRAWN,
        all_day=_is_whole_days(row),
    )


def _is_whole_days(row: Announcement) -> bool:
    zone = row.organisation.zone
    return all(moment is None or moment.astimezone(zone).time() == time() for moment in row.span)


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: ElementTree.Element, relation: str, address: str, kind: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address, "type": kind})
