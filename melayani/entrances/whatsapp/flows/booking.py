"""Book a visit: service, day, time, name; then it is certain."""

from __future__ import annotations

from django.utils.translation import gettext as _

from melayani.delivery.appointments import actions, queries, rules
from melayani.delivery.appointments.models import Offer
from melayani.entrances.whatsapp.flows import times
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said, is_yes
from melayani.foundation.messaging.rules import NotAContact, normalise_phone
from melayani.foundation.ui.format import format_moment

SHOWN = 9
YES, OTHER, OWN_NAME = "yes", "other", "name"
FREE = frozenset({"name", "phone"})


def begin(talk: Talk, about: str) -> Reply:
    """With the slug of a service the places where it may be visited; else ask for words."""
    if about:
        return _offer(talk, queries.offers_of_service(about[:140]))
    return talk.ask("find", _("Janji temu untuk layanan apa? Tulis satu atau dua kata, misalnya: rekam KTP."))


def find(talk: Talk, said: Said) -> Reply:
    """What may be visited by appointment under these words."""
    words = said.text[:100].strip()
    found = list(queries.offers_for_citizens(words=words).object_list) if words else []
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
    return times.ask_day(talk, terms) if terms else begin(talk, "")


def day(talk: Talk, said: Said) -> Reply:
    terms = _terms(talk)
    return times.day_answered(talk, terms, talk.chosen(said)) if terms else begin(talk, "")


def time(talk: Talk, said: Said) -> Reply:
    """The time; then who comes."""
    terms, key = _terms(talk), talk.chosen(said)
    if terms is None:
        return begin(talk, "")
    if key == times.LATER:
        return times.later_times(talk, terms)
    if not key:
        return times.unclear(talk)
    talk.data["slot"] = key
    if talk.data.get("name"):
        return _confirm(talk)
    known = talk.name.strip()[: rules.NAME_MAX]
    options = [Option(OWN_NAME, known[:60])] if known else []
    return talk.ask("name", _("Atas nama siapa? Tulis nama lengkap sesuai KTP."), options)


def name(talk: Talk, said: Said) -> Reply:
    """Who comes."""
    typed = talk.name if talk.chosen(said) == OWN_NAME else said.text
    typed = " ".join(typed.split())
    if not 2 <= len(typed) <= rules.NAME_MAX or not any(sign.isalpha() for sign in typed):
        return talk.again(_("Tulis nama lengkap, misalnya: Siti Aminah."))
    talk.data["name"] = typed
    return _confirm(talk) if talk.phone else ask_phone(talk)


def ask_phone(talk: Talk) -> Reply:
    return talk.ask(
        "phone", _("Nomor teleponnya? WhatsApp tidak memberitahukannya kepada kami. Contoh: 0812 3456 7890.")
    )


def phone(talk: Talk, said: Said) -> Reply:
    """A number where the channel gives none: the office may need to call."""
    if not keep_phone(talk, said):
        return talk.again(_("Nomor itu belum saya kenali. Contoh: 0812 3456 7890."))
    return _confirm(talk)


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
    text = _("Janji temu Anda:\n*{service}*\n{when}\n{unit}\nAtas nama {name}\n\nSudah benar?").format(
        service=offer.service.title,
        when=format_moment(starts_at, offer.organisation),
        unit=offer.organisation.name,
        name=talk.data["name"],
    )
    return talk.ask("confirm", text, [Option(YES, _("Ya, pesan")), Option(OTHER, _("Ganti waktu"))])


def confirm(talk: Talk, said: Said) -> Reply:
    """Book, or choose another time."""
    terms, key = _terms(talk), talk.chosen(said) or (YES if is_yes(said.text) else "")
    if terms is None:
        return begin(talk, "")
    if key == OTHER:
        return times.ask_day(talk, terms)
    return _book(talk, terms) if key == YES else times.unclear(talk)


def _book(talk: Talk, terms: queries.Terms) -> Reply:
    try:
        made = actions.book(
            actor=talk.actor,
            terms=terms,
            slot_id=int(talk.data["slot"]),
            visitor=rules.Visitor(name=str(talk.data["name"]), phone=talk.phone),
            party_size=1,
            contact=talk.contact,
            now=talk.now,
        )
    except actions.AlreadyBooked as refused:
        return talk.end(str(refused), [Option(f"{GO}visits", _("Janji temu saya")), to_menu()])
    except actions.Busy:
        return talk.again(_("Banyak orang memesan waktu ini sekarang. Tunggu sebentar, lalu tekan lagi."))
    except (actions.ActionRefused, actions.InputRefused) as refused:
        return times.ask_day(talk, terms, why=str(refused))
    offer = terms.offer
    text = _(
        "✓ Sudah pasti.\nNomor: *{number}*\n{service}\n{when}\n{unit}\n\nTiket dengan kode QR ada dalam pesan "
        "tersendiri. Datanglah sekitar 10 menit sebelumnya."
    ).format(
        number=made.number,
        service=offer.service.title,
        when=format_moment(made.starts_at, offer.organisation),
        unit=offer.organisation.name,
    )
    return talk.end(text, [Option(f"{GO}visits", _("Janji temu saya")), to_menu()])


def _terms(talk: Talk) -> queries.Terms | None:
    return queries.offer_of(str(talk.data.get("service", "")), str(talk.data.get("unit", "")))


STEPS = {"find": find, "offer": offer, "day": day, "time": time, "name": name, "phone": phone, "confirm": confirm}
