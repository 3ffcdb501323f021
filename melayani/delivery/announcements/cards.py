"""The picture of an announcement for social media, in two shapes, and the words for who cannot see it."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from melayani.delivery.announcements import rules
from melayani.delivery.announcements.models import Announcement
from melayani.foundation.documents import draw
from melayani.foundation.people import kept
from melayani.foundation.ui.format import format_day, shortened

SHAPES = {"persegi": ("square", 1080, 1080), "lebar": ("wide", 1200, 630)}
TEXT_MOST = {"square": 220, "wide": 150}


def card(row: Announcement, shape: str, language: str) -> bytes:
    """The PNG in one of SHAPES; drawn once in some seconds for the same version."""
    form, _, _ = SHAPES[shape]
    inputs = card_inputs(row, form, language)
    key = hashlib.sha256(repr(sorted(inputs.items())).encode()).hexdigest()
    return kept(("announcement card", key), lambda: draw("announcements/card", inputs))


def card_inputs(row: Announcement, form: str, language: str) -> dict[str, str]:
    """What the template writes, in the active language."""
    title, text = row.words(language)
    return {
        "shape": form,
        "lang": language,
        "severity": row.severity,
        "label": label_of(row),
        "title": title,
        "text": shortened(text, TEXT_MOST[form]),
        "office": shortened(row.organisation.name, 60),
        "until": until_words(row),
        "address": urlsplit(settings.PUBLIC_URL).netloc.split(":")[0],
    }


def label_of(row: Announcement) -> str:
    """The kind, with "Mendesak" before it where it is urgent."""
    kind = gettext(rules.KINDS[row.kind])
    return f"{gettext(rules.SEVERITIES[row.severity])}: {kind}" if row.severity == rules.URGENT else kind


def until_words(row: Announcement) -> str:
    """Until which day it holds, in the active language; an end at midnight belongs to the day before."""
    day = last_day(row)
    return gettext("Sampai {day}").format(day=day) if day else gettext("Sampai ada kabar lain")


def last_day(row: Announcement) -> str:
    """The last day on which it holds, in words; "" while no end is set."""
    _, last = row.span
    return format_day(last - rules.MOMENT, row.organisation) if last else ""


def alternative(row: Announcement, language: str) -> str:
    """The text alternative of the picture: everything that stands on it."""
    inputs = card_inputs(row, "square", language)
    return " ".join(_sentence(inputs[name]) for name in ("label", "title", "text", "office", "until"))


def _sentence(text: str) -> str:
    """With one full stop; what is cut short, asked or called out ends as it is."""
    plain = text.rstrip()
    return plain if plain.endswith(("…", "?", "!")) else f"{plain.rstrip('.')}."
