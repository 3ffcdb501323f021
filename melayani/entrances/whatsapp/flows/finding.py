"""Find a service: what it takes, what it costs, how long, and whether its office is open now."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from melayani.delivery.appointments import access as appointment_access
from melayani.delivery.appointments import queries as appointments
from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.whatsapp.notices import today_at
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said, cut, names_something, only_asks, subject_of
from melayani.foundation.organisations import queries as organisations
from melayani.foundation.organisations.models import Region
from melayani.foundation.ui.format import format_rupiah

SHOWN = 8
SEVERAL, MANY = 3, 9  # regencies that offer it: from so many on one is asked for; more are not listed
ANYWHERE = "anywhere"
WORDS_MOST = 200
REQUIREMENTS_MOST = 25


def begin(talk: Talk, about: str) -> Reply:
    """With the slug of a service its page; else ask for words."""
    if about:
        return _choose_variant(talk, about)
    return talk.ask("find", _("Layanan apa yang Anda cari? Tulis satu atau dua kata, misalnya: KTP hilang."))


def find(talk: Talk, said: Said) -> Reply:
    """Services in which these words stand; the best first, what is near before what is far."""
    if not names_something(said.text):
        return talk.again(_("Tulis nama layanannya dengan kata-kata, ya."))
    if only_asks(said.text):
        return talk.again(_("Yang mana dulu layanannya? Sesudah itu syarat, biaya, dan waktunya saya tunjukkan."))
    words = subject_of(said.text[:WORDS_MOST])
    region = nearby(talk)
    if not region and len(places := catalogue.regions_of_search(words, limit=MANY)) >= SEVERAL:
        return _ask_where(talk, words, places)
    return _found(talk, words, region) or _not_found(talk, said)


def _ask_where(talk: Talk, words: str, places: list[Region]) -> Reply:
    """Many regencies offer it: which is the citizen's?"""
    text = _("Layanan ini ada di banyak daerah. Di kabupaten atau kota mana Anda mengurusnya?")
    rows = [Option(place.code, place.name) for place in places] if len(places) <= SHOWN else []
    everywhere = Option(ANYWHERE, _("Tampilkan semua"))
    return talk.ask("where", text, [*rows, everywhere], button=_("Pilih daerah"), words=words)


def where(talk: Talk, said: Said) -> Reply:
    """The regency, by its name or from the list; other words are looked for as a service."""
    key, words = talk.chosen(said), str(talk.data.get("words", ""))
    if key == ANYWHERE:
        return _found(talk, words, "") or begin(talk, "")
    named = [] if key else organisations.regencies_named(said.text, limit=SHOWN)
    if len(named) == 1:
        key = named[0].code
    if key:
        talk.region, talk.unit = key, ""
        return _found(talk, words, key) or begin(talk, "")
    if named:
        rows = [Option(one.code, one.name, str(one.parent or "")) for one in named]
        return talk.ask("where", _("Yang mana?"), rows, button=_("Pilih daerah"))
    again = talk.again(
        _("Saya belum mengenali nama daerahnya. Tulis kabupaten atau kotanya saja, misalnya: Bengkalis.")
    )
    if not names_something(said.text) or not catalogue.search(subject_of(said.text[:WORDS_MOST]), limit=1).services:
        return again
    return find(talk, said)


def nearby(talk: Talk) -> str:
    """The region that the citizen named or dealt with last, "" when none is known; two queries at most."""
    if talk.region:
        return talk.region
    unit = organisations.by_slug(talk.unit) if talk.unit else None
    if unit is None:
        visit = appointment_access.of_contact(talk.contact.pk).first()
        unit = visit.organisation if visit else None
    return (unit.region_id or "") if unit else ""


def _not_found(talk: Talk, said: Said) -> Reply:
    """An officer gets the words with one tap."""
    talk.keep_words(said.text, said.turn)
    text = _("Saya tidak menemukan layanan “{words}”. Coba kata lain, misalnya: akta lahir.")
    options = [Option(f"{GO}officer", _("Teruskan ke petugas")), to_menu()]
    return talk.ask("find", text.format(words=cut(said.text, 60)), options)


def _found(talk: Talk, words: str, region: str) -> Reply | None:
    found = catalogue.search(words, near=region, limit=SHOWN)
    if not found.services:
        return None
    if len(found.services) == 1 and not found.guessed:
        return _choose_variant(talk, found.services[0].slug)
    text = _("Saya menemukan {count} layanan. Yang mana?").format(count=found.total)
    if found.guessed:
        text = _("Mungkin maksud Anda salah satu ini?")
    if talk.region and not any((one.agency.region_id or "").startswith(talk.region) for one in found.services):
        text = _("Di daerah itu layanan ini belum ada pada kami. Yang ada di tempat lain:")
    if found.after:
        text += " " + _("Bila tidak ada, tulis kata yang lebih tepat.")
    rows = [Option(f"{GO}services:{one.slug}", one.title, str(one.agency)) for one in found.services]
    return talk.ask("find", text, rows, button=_("Pilih layanan"))


def _choose_variant(talk: Talk, slug: str) -> Reply:
    view = catalogue.service_page(slug[:140])
    if view is None:
        return talk.end(
            _("Layanan itu tidak lagi tersedia. Cari layanan lain?"), [Option(f"{GO}services", _("Cari lagi"))]
        )
    talk.unit = view.agency.slug
    if len(view.variants) > 1:
        rows = [
            Option(str(number), one.variant.label if one.variant else "") for number, one in enumerate(view.variants)
        ]
        text = _("*{service}*\n{agency}\n\nKeadaan Anda yang mana? Syaratnya berbeda.")
        asked = text.format(service=view.service.title, agency=view.agency.name)
        return talk.ask("variant", asked, rows, button=_("Pilih keadaan"), service=slug)
    return _show(talk, view, 0)


def variant(talk: Talk, said: Said) -> Reply:
    """The requirements of the chosen case."""
    key = talk.chosen(said)
    if not key:
        return talk.again(_("Pilih dulu keadaan Anda, nanti syarat, biaya, dan waktunya saya tunjukkan."))
    view = catalogue.service_page(str(talk.data["service"]))
    if view is None or int(key) >= len(view.variants):
        return begin(talk, "")
    return _show(talk, view, int(key))


def _show(talk: Talk, view: catalogue.ServiceView, number: int) -> Reply:
    """Everything about the service in two messages: the facts, then what can be done now."""
    service, standard = view.service, view.standard
    place = f"{service.slug}"
    chosen = view.variants[number] if view.variants else None
    title = f"*{service.title}*" + (f" ({chosen.variant.label})" if chosen and chosen.variant else "")
    lines = [title, view.agency.name, "", *_requirements(chosen), ""]
    fee = (
        format_rupiah(standard.fee_amount)
        if standard.fee_amount is not None
        else standard.levy_text or _("belum dicantumkan")
    )
    lines.append(_("Biaya: {fee}").format(fee=fee))
    lines.append(_("Waktu: {time}").format(time=standard.duration_words or _("belum dicantumkan")))
    if standard.product:
        lines.append(_("Hasil: {product}").format(product=standard.product))
    lines += ["", *today_at(view.agency, talk.now, service=service)]
    lines += ["", _("Lengkapnya: {link}").format(link=settings.PUBLIC_URL + reverse("portal:service", args=[place]))]
    visits = appointments.visits_of(service, talk.now)
    options = [Option(f"{GO}book:{service.slug}", _("Buat janji temu"))] if visits else []
    options += [Option(f"{GO}officer:{view.agency.slug}", _("Tanya petugas")), to_menu()]
    return talk.end(_("Mau lanjut ke mana?"), options, first=["\n".join(lines)])


def _requirements(chosen: catalogue.VariantView | None) -> list[str]:
    rows = chosen.requirements if chosen else []
    if not rows:
        return [_("Syarat: belum dicantumkan.")]
    lines = [f"{row.number}. {row.text}" + (f" ({row.condition})" if row.condition else "") for row in rows]
    more = len(lines) - REQUIREMENTS_MOST
    rest = [_("… dan {count} lagi di tautan di bawah.").format(count=more)] if more > 0 else []
    return [_("Syarat:"), *lines[:REQUIREMENTS_MOST], *rest]


STEPS = {"find": find, "where": where, "variant": variant}
