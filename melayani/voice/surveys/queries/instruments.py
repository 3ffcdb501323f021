"""Which questionnaire a unit uses on a day."""

from __future__ import annotations

from datetime import date

from django.db.models.functions import Length
from django.utils.translation import gettext as _

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import rules, versions
from melayani.voice.surveys.models import InstrumentVersion

VERSIONS_SHOWN = 20


def instrument_for(unit: Organisation, day: date) -> rules.Instrument:
    """The newest version in force on `day`, of the unit or the nearest above it, else the shipped one; one query."""
    found = _nearest(unit, day)
    return _built(found) if found else rules.load_instrument()


def version_for(unit: Organisation, day: date) -> InstrumentVersion | None:
    """The version that `instrument_for` uses, None for the shipped one; one query."""
    return _nearest(unit, day)


def instrument_named(key: str) -> rules.Instrument:
    """The instrument that an answer or a period names; at most one query. Raises LookupError."""
    kind, _, number = key.partition("-")
    if kind != "unit":
        return rules.load_instrument(key)
    found = InstrumentVersion.objects.filter(pk=int(number)).first()
    if found is None:
        raise LookupError(key)
    return _built(found)


def words_of(question: rules.Question, instrument: rules.Instrument, language: str) -> str:
    """The question in its own words, or the usual ones about its element's topic."""
    own = question.text(language)
    topic = instrument.element(question.element).topic(language)
    return own or _("Bagaimana pendapat Anda tentang %(topic)s?") % {"topic": topic}


def versions_of(unit: Organisation) -> list[InstrumentVersion]:
    """The unit's own versions, newest first, at most VERSIONS_SHOWN; one query."""
    return list(InstrumentVersion.objects.filter(organisation=unit).order_by("-number")[:VERSIONS_SHOWN])


def _nearest(unit: Organisation, day: date) -> InstrumentVersion | None:
    step = unit.steplen
    above = [unit.path[:end] for end in range(step, len(unit.path) + 1, step)]
    rows = InstrumentVersion.objects.in_force(day).filter(organisation__path__in=above)
    return rows.order_by(Length("organisation__path").desc(), "-valid_from", "-number").first()


def _built(version: InstrumentVersion) -> rules.Instrument:
    return versions.build(
        version.content, name=version.key, comparable=version.comparable, reason=version.reason, base=version.base
    )
