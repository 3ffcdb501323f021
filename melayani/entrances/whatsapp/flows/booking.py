"""Book a visit: service, how many, what they need, day, time; the place is held while name and number are asked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from melayani.delivery.appointments import actions, queries, rules
from melayani.delivery.appointments.models import Offer
from melayani.entrances.whatsapp.flows import holding, times
from melayani.entrances.whatsapp.flows.times import Wanted
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import (
    Option,
    Said,
    chosen_all,
    is_no,
    is_yes,
    names_something,
    people_in,
    subject_of,
)
from melayani.foundation.messaging.rules import NotAContact, normalise_phone
from melayani.foundation.ui.format import format_clock, format_moment

SHOWN = 9
YES, OTHER, OWN_NAME, NOTHING, FIRST = "yes", "other", "name", "nothing", "first"
FREE = frozenset({"name", "phone"})


def begin(talk: Talk, about: str) -> Reply:
    """With the slug of a service the places where it may be visited; else ask for words."""
    if about:
        return _offer(talk, queries.offers_of_service(about[:140]))
    return talk.ask("find", _("Janji temu untuk layanan apa? Tulis satu atau dua kata, misalnya: rekam KTP."))


def find(talk: Talk, said: Said) -> Reply:
    """What may be visited by appointment under these words."""
    if not names_something(said.text):
        return talk.again(_("Tulis nama layanannya dengan kata-kata, ya."))
    found = list(queries.offers_for_citizens(words=subject_of(said.text)[:100]).object_list)
    if not found:
        text = _("Untuk itu belum ada janji temu. Coba kata lain, atau cari layanannya untuk melihat cara lain.")
        return talk.ask("find", text, [Option(f"{GO}services", _("Cari layanan")), to_menu()])
    return _offer(talk, found)


def _offer(talk: Talk, found: list[Offer]) -> Reply:
    if len(found) == 1:
        return _at(talk, found[0].service.slug, found[0].organisation.slug)
    if not found:
        return begin(talk, "")
    keys = [f"{one.service.slug}/{one.organisation.slug}" for one in found[:SHOWN]]
    rows = [Option(str(number), one.service.title, one.organisation.name) for number, one in enumerate(found[:SHOWN])]
    return talk.ask("offer", _("Yang mana?"), rows, button=_("Pilih layanan"), offers=keys)


def offer(talk: Talk, said: Said) -> Reply:
    """The service and the place."""
    key = talk.chosen(said)
    if not key:
        return times.unclear(talk)
    service, _slash, unit = str(talk.data["offers"][int(key)]).partition("/")
    return _at(talk, service, unit)


def _at(talk: Talk, service: str, unit: str) -> Reply:
    talk.data |= {"service": service, "unit": unit}
    talk.unit = unit
    terms = queries.offer_of(service, unit)
    if terms is None:
        return begin(talk, "")
    most = terms.offer.party_max
    if most == 1:
        return _ask_needs(talk)
    rows = [Option(str(count), _people(count)) for count in range(1, most + 1)]
    return talk.ask("party", _("Berapa orang yang datang, termasuk Anda?"), rows, button=_("Pilih jumlah"))


def party(talk: Talk, said: Said) -> Reply:
    """How many people come."""
    terms = _terms(talk)
    if terms is None:
        return begin(talk, "")
    count = int(talk.chosen(said) or people_in(said.text))
    most = terms.offer.party_max
    if not 1 <= count <= most:
        why = _("Untuk layanan ini 1 sampai {most} orang sekali datang. Lebih dari itu, buat janji temu lain.")
        return talk.again(why.format(most=most))
    talk.data["party"] = count
    return _ask_needs(talk)


def _ask_needs(talk: Talk) -> Reply:
    text = _(
        "Ada yang perlu kami dahulukan atau siapkan? Lansia, penyandang disabilitas, ibu hamil, dan bayi didahulukan. "
        "Boleh beberapa, misalnya: 2 dan 3."
    )
    rows = [Option(NOTHING, _("Tidak ada")), *_open_needs(talk)]
    return talk.ask("needs", text, rows, button=_("Pilih keperluan"))


def _open_needs(talk: Talk) -> list[Option]:
    """What can be wished for and was not wished for yet."""
    chosen = talk.data.get("needs", [])
    first = Option(FIRST, _("Minta didahulukan"), _("Lansia, disabilitas, ibu hamil, atau bayi"))
    short = {"guide": _("Pendamping jalan"), "companion": _("Bawa pendamping"), "reading": _("Dibantu mengisi")}
    rows = [first, *(_help_row(key, str(words), short.get(key, "")) for key, words in queries.HELP.items())]
    return [row for row in rows if row.id not in chosen]


def _help_row(key: str, words: str, short: str) -> Option:
    """A row's title has 24 letters; what does not fit stands under a shorter one."""
    return Option(key, short, words) if short else Option(key, words)


def needs(talk: Talk, said: Said) -> Reply:
    """Who goes first, and what help is prepared: one after another, or several at once."""
    keys = chosen_all(said, talk.asked.options)
    if not keys and not is_no(said.text):
        return times.unclear(talk)
    added = [key for key in keys if key != NOTHING]
    if not added:
        return _days(talk)
    talk.data["needs"] = [*talk.data.get("needs", []), *added]
    rest = _open_needs(talk)
    if not rest:
        return _days(talk)
    text = _("Saya catat: {needs}. Ada lagi?").format(needs=_needs_words(talk))
    return talk.ask("needs", text, [Option(NOTHING, _("Tidak, lanjut")), *rest], button=_("Pilih keperluan"))


def _days(talk: Talk) -> Reply:
    wanted = _wanted(talk)
    return times.ask_day(talk, wanted) if wanted else begin(talk, "")


def day(talk: Talk, said: Said) -> Reply:
    wanted = _wanted(talk)
    return times.day_answered(talk, wanted, talk.chosen(said)) if wanted else begin(talk, "")


def time(talk: Talk, said: Said) -> Reply:
    """The time, which is held at once; then who comes."""
    wanted, key = _wanted(talk), talk.chosen(said)
    if wanted is None:
        return begin(talk, "")
    if key == times.LATER:
        return times.later_times(talk, wanted)
    return _hold(talk, wanted, int(key)) if key else times.unclear(talk)


def near(talk: Talk, said: Said) -> Reply:
    """Another time instead of one that is gone, or another day."""
    wanted, key = _wanted(talk), talk.chosen(said)
    if wanted is None:
        return begin(talk, "")
    if key == times.LATER:
        return times.ask_day(talk, wanted)
    return _hold(talk, wanted, int(key)) if key else times.unclear(talk)


def _hold(talk: Talk, wanted: Wanted, slot: int, *, gone: str = "", again: str = "") -> Reply:
    """Hold the time and ask on. `gone` is said when it cannot be had, `again` when it could be held once more."""
    try:
        row = holding.take(talk, wanted, slot)
    except actions.Busy:
        return talk.again(_busy())
    except actions.SlotFull as full:
        was = queries.start_of(slot)
        why = gone or str(full)
        return times.ask_near(talk, wanted, was, why=why) if was else times.ask_day(talk, wanted, why=why)
    except (actions.ActionRefused, actions.InputRefused) as refused:
        return times.ask_day(talk, wanted, why=str(refused))
    until = format_clock(row.held_until, row.organisation.zone)
    kept = again or _("✓ Tempat itu saya pegang untuk Anda sampai pukul {until}. Selesaikan dulu, ya.")
    return _ask_on(talk, kept.format(until=until))


def _ask_on(talk: Talk, kept: str = "") -> Reply:
    """What is not known yet of who comes; when all is, whether it is right."""
    if not talk.data.get("name"):
        known = talk.name.strip()[: rules.NAME_MAX]
        options = [Option(OWN_NAME, known[:60])] if known else []
        text = _("Atas nama siapa? Tulis nama lengkap sesuai KTP.")
        return talk.ask("name", f"{kept}\n\n{text}".strip(), options)
    reply = _confirm(talk) if talk.phone else ask_phone(talk)
    return Reply(reply.text, reply.options, reply.button, first=(kept,)) if kept else reply


def _still_held(talk: Talk) -> Reply | None:
    """None while the place is held; else it is held again, or, when it is gone, what is free near it."""
    wanted = _wanted(talk)
    if wanted is None or not talk.data.get("slot"):
        return begin(talk, "")
    row = holding.standing(talk)
    if row is not None and row.number == talk.data.get("hold"):
        return None
    gone = _(
        "Maaf, sepuluh menitnya sudah lewat dan tempat itu diambil orang lain. Isian Anda masih saya simpan, tinggal "
        "pilih waktu lain."
    )
    again = _("Sepuluh menitnya sudah lewat, tetapi tempatnya masih ada: saya pegang lagi sampai pukul {until}.")
    return _hold(talk, wanted, int(talk.data["slot"]), gone=gone, again=again)


def name(talk: Talk, said: Said) -> Reply:
    """Who comes."""
    typed = talk.name if talk.chosen(said) == OWN_NAME else said.text
    typed = " ".join(typed.split())
    if not 2 <= len(typed) <= rules.NAME_MAX or not any(sign.isalpha() for sign in typed):
        return talk.again(_("Tulis nama lengkap, misalnya: Siti Aminah."))
    talk.data["name"] = typed
    return _still_held(talk) or _ask_on(talk)


def ask_phone(talk: Talk) -> Reply:
    return talk.ask(
        "phone", _("Nomor teleponnya? WhatsApp tidak memberitahukannya kepada kami. Contoh: 0812-3456-7890.")
    )


def phone(talk: Talk, said: Said) -> Reply:
    """A number where the channel gives none: the office may need to call."""
    if not keep_phone(talk, said):
        return talk.again(_("Nomor itu belum saya kenali. Contoh: 0812-3456-7890."))
    return _still_held(talk) or _ask_on(talk)


def keep_phone(talk: Talk, said: Said) -> bool:
    """Whether a number was typed; it is kept for this flow."""
    try:
        talk.data["phone"] = normalise_phone(said.text)
    except NotAContact:
        return False
    return True


def _confirm(talk: Talk) -> Reply:
    terms = _terms(talk)
    starts_at = queries.start_of(int(talk.data["slot"]))
    if terms is None or starts_at is None:
        return begin(talk, "")
    offer = terms.offer
    lines = [
        _("Janji temu Anda:"),
        f"*{offer.service.title}*",
        format_moment(starts_at, offer.organisation),
        offer.organisation.name,
        _("Atas nama {name}, {people}").format(name=talk.data["name"], people=_people(_party(talk))),
    ]
    if talk.data.get("needs"):
        lines.append(_("Disiapkan: {needs}").format(needs=_needs_words(talk)))
    text = "\n".join([*lines, "", _("Sudah benar?")])
    return talk.ask("confirm", text, [Option(YES, _("Ya, pesan")), Option(OTHER, _("Ganti waktu"))])


def confirm(talk: Talk, said: Said) -> Reply:
    """Book, or choose another time."""
    wanted, key = _wanted(talk), talk.chosen(said) or (YES if is_yes(said.text) else "")
    if wanted is None:
        return begin(talk, "")
    if key == OTHER:
        return times.ask_day(talk, wanted)
    return _book(talk, wanted) if key == YES else times.unclear(talk)


def _book(talk: Talk, wanted: Wanted) -> Reply:
    help_wanted = tuple(key for key in talk.data.get("needs", []) if key != FIRST)
    visitor = rules.Visitor(name=str(talk.data["name"]), phone=talk.phone, assistance=help_wanted)
    try:
        made = holding.certain(talk, visitor)
    except actions.AlreadyBooked as refused:
        holding.let_go(talk)
        return talk.end(str(refused), [Option(f"{GO}visits", _("Janji temu saya")), to_menu()])
    except actions.Busy:
        return talk.again(_busy())
    except actions.InputRefused as refused:
        return times.ask_day(talk, wanted, why=str(refused))
    except actions.ActionRefused:  # the hold lapsed and somebody came, or its row is gone
        return _still_held(talk) or times.ask_day(talk, wanted)
    text = _(
        "✓ Sudah pasti.\nNomor: *{number}*\n{service}\n{when}\n{unit}\n\nTiket dengan kode QR ada dalam pesan "
        "tersendiri. Datanglah sekitar 10 menit sebelumnya."
    ).format(
        number=made.number,
        service=made.service.title,
        when=format_moment(made.starts_at, made.organisation),
        unit=made.organisation.name,
    )
    return talk.end(text, [Option(f"{GO}visits", _("Janji temu saya")), to_menu()])


def _busy() -> str:
    return _("Banyak orang memesan waktu ini sekarang. Tunggu sebentar, lalu tekan lagi.")


def _terms(talk: Talk) -> queries.Terms | None:
    return queries.offer_of(str(talk.data.get("service", "")), str(talk.data.get("unit", "")))


def _wanted(talk: Talk) -> Wanted | None:
    """What a time is looked for, with the own hold's place counted as free."""
    terms = _terms(talk)
    if terms is None:
        return None
    own = holding.standing(talk)
    return Wanted(terms, _party(talk), FIRST in talk.data.get("needs", []), own.pk if own else 0)


def _party(talk: Talk) -> int:
    return int(talk.data.get("party", 1))


def _people(count: int) -> str:
    return ngettext("%(count)d orang", "%(count)d orang", count) % {"count": count}


def _needs_words(talk: Talk) -> str:
    known = {FIRST: _("didahulukan"), **{key: str(words).lower() for key, words in queries.HELP.items()}}
    return ", ".join(known[key] for key in talk.data.get("needs", []))


STEPS = {
    "find": find,
    "offer": offer,
    "party": party,
    "needs": needs,
    "day": day,
    "time": time,
    "near": near,
    "name": name,
    "phone": phone,
    "confirm": confirm,
}
