"""The status of a case by its number: in full to the contact that owns it, to others what everybody may know."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from melayani.entrances.whatsapp import standing
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said
from melayani.foundation.numbers.rules import KINDS, read_number
from melayani.foundation.people.actions import TooMany, throttle
from melayani.voice.surveys import queries as surveys

LIMIT, WINDOW = 30, timedelta(hours=1)  # numbers that one contact may ask for


def begin(talk: Talk, about: str) -> Reply:
    """With a number its state; else ask for one."""
    if number := read_number(about):
        return _show(talk, number)
    return talk.ask(
        "number",
        _("Tulis nomornya. Nomor ada pada tanda terima atau pesan kami, misalnya PMH-7K3Q9XBT-W atau ADU-…"),
    )


def number(talk: Talk, said: Said) -> Reply:
    """The number that was asked for did not stand in the words: whatever holds one never comes here."""
    return talk.again(
        _("Nomor itu belum lengkap atau ada huruf yang tertukar. Periksa lagi: tiga huruf, lalu sembilan.")
    )


def _show(talk: Talk, number: str) -> Reply:
    if refusal := talk.outside(f"track:{number}", lambda: _count(talk)):
        return talk.end(refusal)
    known = standing.public_of(number)
    if known is None:
        return _elsewhere(talk, number)
    own = standing.own_of(number, talk.contact.pk)
    lines = [f"*{number}*", known.what, known.unit, "", known.state, *([known.due] if known.due else [])]
    if own is None:
        lines += ["", _("Isinya hanya terbuka bagi pemiliknya, dari nomor yang dipakai saat mengirim.")]
        return talk.end("\n".join(lines))
    lines += [own.next, "", *standing.history_of(own), "", own.link]
    options = [Option(f"{GO}visits:{number}", _("Ubah atau batalkan"))] if number.startswith("JNJ") else []
    if survey := surveys.invitation_link_for(own.reference, now=talk.now):
        lines += ["", _("Bagaimana pelayanan kami? Nilai di sini: {link}").format(link=survey)]
        options.append(Option(f"{GO}survey:{number}", _("Nilai di percakapan")))
    return talk.end(_("Ada lagi yang bisa saya bantu?"), [*options, to_menu()], first=["\n".join(lines)])


def _elsewhere(talk: Talk, number: str) -> Reply:
    """Papers have a page of their own; other numbers do not exist."""
    if KINDS[number[:3]] in {"document", "certificate"}:
        link = settings.PUBLIC_URL + reverse("documents:verified", args=[number])
        return talk.end(_("Keaslian dokumen {number} diperiksa di sini: {link}").format(number=number, link=link))
    return talk.end(
        _("Nomor {number} tidak ada pada kami. Periksa lagi, atau tanyakan kepada petugas.").format(number=number),
        [Option(f"{GO}status", _("Tulis nomor lain")), Option(f"{GO}officer", _("Tanya petugas")), to_menu()],
    )


def _count(talk: Talk) -> str:
    """Count one look, so that numbers cannot be tried out; the words of the refusal, or ""."""
    try:
        throttle(scope="whatsapp.track", key=str(talk.contact.pk), limit=LIMIT, window=WINDOW, now=talk.now)
    except TooMany as refused:
        return str(refused)
    return ""


STEPS = {"number": number}
