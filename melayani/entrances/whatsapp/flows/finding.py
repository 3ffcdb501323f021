"""Find a service: what it takes, what it costs, how long, and whether its office is open now."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from melayani.delivery.appointments import queries as appointments
from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.whatsapp.notices import today_at
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said, subject_of
from melayani.foundation.ui.format import format_rupiah

SHOWN = 8
WORDS_MOST = 200
REQUIREMENTS_MOST = 25


def begin(talk: Talk, about: str) -> Reply:
    """With the slug of a service its page; else ask for words."""
    if about:
        return _choose_variant(talk, about)
    return talk.ask("find", _("Layanan apa yang Anda cari? Tulis satu atau dua kata, misalnya: KTP hilang."))


def find(talk: Talk, said: Said) -> Reply:
    """Services in which these words stand; the best first."""
    words = said.text[:WORDS_MOST].strip()
    if not words:
        return talk.again(_("Tulis nama layanannya dengan kata-kata, ya."))
    found = catalogue.search(subject_of(words), limit=SHOWN)
    if not found.services:
        return talk.ask(
            "find",
            _("Saya tidak menemukan layanan “{words}”. Coba kata lain, misalnya: akta lahir.").format(words=words[:60]),
            [Option(f"{GO}officer", _("Tanya petugas")), to_menu()],
        )
    if len(found.services) == 1 and not found.guessed:
        return _choose_variant(talk, found.services[0].slug)
    text = _("Saya menemukan {count} layanan. Yang mana?").format(count=found.total)
    if found.guessed:
        text = _("Mungkin maksud Anda salah satu ini?")
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
        return talk.again(_("Pilih salah satu keadaan, dengan nomornya atau tombolnya."))
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


STEPS = {"find": find, "variant": variant}
