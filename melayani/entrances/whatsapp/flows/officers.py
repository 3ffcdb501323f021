"""Hand the conversation over to the officers of a unit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.whatsapp.flows.finding import nearby
from melayani.entrances.whatsapp.flows.times import unclear
from melayani.entrances.whatsapp.notices import today_at
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said, cut, is_no, is_yes, names_something, subject_of
from melayani.foundation.messaging import conversations
from melayani.foundation.organisations import queries as organisations
from melayani.foundation.organisations.models import Organisation

SHOWN, LOOKED_AT = 8, 40
QUOTED = 160  # letters of a question that are said back
YES, OTHER = "yes", "other"


def begin(talk: Talk, about: str) -> Reply:
    """With the slug of a unit at once; the unit talked about last is offered; else ask which."""
    if about and (unit := organisations.by_slug(about)):
        return _hand_over(talk, unit)
    last = organisations.by_slug(talk.unit) if talk.unit else None
    named = offices(subject_of(talk.told)) if talk.told else []
    unit = _meant(named, last, nearby(talk))
    if unit is not None:
        return _ask_whether(talk, unit)
    return _ask_which(talk, named) if named else _ask(talk)


def _meant(named: list[Organisation], last: Organisation | None, region: str) -> Organisation | None:
    """Whom the words mean: the office talked about last when it offers that, else one near by, else the only one."""
    if last is not None and (not named or last in named):
        return last
    near = [one for one in named if region and (one.region_id or "").startswith(region)]
    return near[0] if near else named[0] if len(named) == 1 else last


def _ask_whether(talk: Talk, unit: Organisation) -> Reply:
    text = _("Hubungkan dengan petugas {unit}?").format(unit=unit.name)
    if talk.told:
        text = _("Pertanyaan Anda saya teruskan kepada petugas {unit}?").format(unit=unit.name)
    return talk.ask("sure", text, [Option(YES, _("Ya, hubungkan")), Option(OTHER, _("Kantor lain"))], to=unit.slug)


def _ask(talk: Talk) -> Reply:
    text = _("Petugas kantor mana? Tulis nama kantor atau layanannya, misalnya: KTP Bengkalis.")
    if talk.told:
        text = _(
            "Pertanyaan Anda saya simpan. Petugas kantor mana yang menjawabnya? Tulis nama kantor atau layanannya, "
            "misalnya: KTP Bengkalis."
        )
    return talk.ask("find", text)


def sure(talk: Talk, said: Said) -> Reply:
    key = talk.chosen(said) or (YES if is_yes(said.text) else OTHER if is_no(said.text) else "")
    unit = organisations.by_slug(str(talk.data["to"]))
    if key == YES and unit is not None:
        return _hand_over(talk, unit)
    return _ask(talk) if key == OTHER else unclear(talk)


def find(talk: Talk, said: Said) -> Reply:
    """Offices whose services bear these words."""
    found = offices(subject_of(said.text)) if names_something(said.text) else []
    if not found:
        return talk.again(_("Saya belum menemukan kantor untuk itu. Coba nama layanannya."))
    if len(found) == 1:
        return _hand_over(talk, found[0])
    return _ask_which(talk, found)


def _ask_which(talk: Talk, found: list[Organisation]) -> Reply:
    rows = [Option(f"{GO}officer:{one.slug}", one.name) for one in found]
    return talk.ask("pick", _("Kantor yang mana?"), [*rows, to_menu()], button=_("Pilih kantor"))


def pick(talk: Talk, said: Said) -> Reply:
    return unclear(talk)


def offices(words: str) -> list[Organisation]:
    """The agencies of the services in which these words stand, the best first; two to four queries."""
    words = words[:200].strip()
    services = catalogue.search(words, limit=LOOKED_AT).services if words else []
    found = {one.agency_id: one.agency for one in services}
    return list(found.values())[:SHOWN]


def _hand_over(talk: Talk, unit: Organisation) -> Reply:
    """The officers read from here on; with a question that was written already from that question on."""
    asked, turn = talk.told, talk.told_turn
    conversations.hand_over(
        actor=talk.actor, conversation=talk.conversation, organisation=unit, since=turn if asked else 0, now=talk.now
    )
    talk.unit = unit.slug
    talk.forget_words()
    if asked:
        text = _(
            "✓ Pertanyaan Anda sudah sampai ke petugas {unit}: “{asked}”\n\nJawabannya datang di percakapan ini, pada "
            "jam layanan. {today}\n\nBoleh menambah keterangan di sini. Tulis “menu” untuk kembali ke menu."
        )
    else:
        text = _(
            "Tulis pertanyaan Anda di sini. Petugas {unit} menjawab dalam percakapan ini. {today}\n\nTulis “menu” "
            "untuk kembali ke menu."
        )
    today = today_at(unit, talk.now)[0]
    return Reply(talk.end(text.format(unit=unit.name, asked=cut(asked, QUOTED), today=today)).text)


STEPS = {"sure": sure, "find": find, "pick": pick}
