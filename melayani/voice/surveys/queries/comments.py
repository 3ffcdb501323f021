"""What people wrote, without day and scores, by the element it is about, with personal data masked."""

from __future__ import annotations

from datetime import date

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import words
from melayani.voice.surveys.models import Comment

COMMENTS_SHOWN = 20
COMMENTS_READ = 500


def comments_of(unit: Organisation, *, since: date, until: date, limit: int = COMMENTS_SHOWN) -> list[str]:
    """Masked texts, at most `limit`, newest days first; one query."""
    rows = Comment.objects.filter(
        response__organisation__path__startswith=unit.path, response__day__gte=since, response__day__lte=until
    )
    return [words.masked(row.text) for row in rows.order_by("-response__day", "pk")[:limit]]


def comments_by_element(unit: Organisation, *, since: date, until: date) -> list[tuple[str, list[str]]]:
    """Element keys ("" for the rest) with the texts that speak of them, most spoken of first; one query.

    Of the newest COMMENTS_READ; one text may stand under several elements.
    """
    grouped: dict[str, list[str]] = {}
    for text in comments_of(unit, since=since, until=until, limit=COMMENTS_READ):
        for key in words.elements_of(text) or ("",):
            grouped.setdefault(key, []).append(text)
    return sorted(grouped.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0]))
