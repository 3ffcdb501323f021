"""File a complaint: about what, what happened, photos, where, by whom; then its number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.whatsapp import media
from melayani.entrances.whatsapp.flows.booking import ask_phone, keep_phone
from melayani.entrances.whatsapp.flows.finding import nearby
from melayani.entrances.whatsapp.flows.times import unclear
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import (
    Option,
    Said,
    cut,
    does_not_know,
    is_no,
    is_yes,
    names_something,
    subject_of,
)
from melayani.foundation.organisations import queries as organisations
from melayani.foundation.people.actions import TooMany
from melayani.foundation.ui.format import format_day
from melayani.voice.complaints import actions, rules
from melayani.voice.complaints.rules import filing

SHOWN = 8
UNKNOWN, ON, SKIP, OWN_NAME, HIDDEN, SEND = "unknown", "on", "skip", "name", "hidden", "send"
FREE = frozenset({"story", "photo", "place", "name", "phone"})
PHOTOS_MOST = 5
STORY_WORDS = 6  # with fewer, words that name nothing we know are a name written wrong


def begin(talk: Talk, about: str) -> Reply:
    """With the slug of a service or unit straight to the story; else ask what it is about.

    What was written or sent before, and led nowhere, becomes its story and its first file.
    """
    if talk.told or talk.sent:
        return _with_what_came_before(talk, about)
    if about:
        return _ask_story(talk, about)
    text = _("Maaf ada yang tidak beres. Ini tentang layanan atau kantor apa? Tulis namanya, misalnya: KTP Bengkalis.")
    return talk.ask("target", text, [Option(UNKNOWN, _("Saya tidak tahu"))])


def _with_what_came_before(talk: Talk, about: str) -> Reply:
    said = Said(text=cut(talk.told, filing.TEXT_MAX), kind="image" if talk.sent else "text", media_id=talk.sent)
    if about:
        talk.data["text"] = said.text
        reply = _ask_story(talk, about)
    else:
        reply = _early_story(talk, said, Option(UNKNOWN, _("Saya tidak tahu")))
    talk.forget_words()
    return reply


def target(talk: Talk, said: Said) -> Reply:
    """The service, or that nobody knows: then an office finds out."""
    key = talk.chosen(said)
    if key == UNKNOWN or (not said.has_file and len(said.text.split()) < STORY_WORDS and does_not_know(said.text)):
        return talk.ask("region", _("Tidak apa-apa, petugas yang mencarikan. Di kabupaten atau kota mana kejadiannya?"))
    if key:
        return _ask_story(talk, key)
    unknown = Option(UNKNOWN, _("Saya tidak tahu"))
    words = said.text[:200].strip()
    wanted = subject_of(words) if names_something(words) else ""
    found = catalogue.search(wanted, near=nearby(talk), limit=SHOWN).services if wanted and not said.has_file else []
    if said.has_file or (not found and _is_story(said)):
        return _early_story(talk, said, unknown)
    if not found:
        return talk.ask(
            "target", _("Saya belum menemukannya. Tulis nama lain, atau pilih “Saya tidak tahu”."), [unknown]
        )
    rows = [Option(f"service:{one.slug}", one.title, str(one.agency)) for one in found]
    return talk.ask("target", _("Yang mana?"), [*rows, unknown], button=_("Pilih layanan"))


def _is_story(said: Said) -> bool:
    """Whether it tells what happened, where only a name was asked for."""
    return len(said.text.split()) >= STORY_WORDS and len(filing.clean(said.text)) >= filing.TEXT_MIN


def _early_story(talk: Talk, said: Said, unknown: Option) -> Reply:
    """Who tells at once, or sends the photo first, need not do it twice."""
    refusal = _keep_photo(talk, said) if said.has_file else ""
    talk.data["text"] = f"{talk.data.get('text', '')}\n{_words(said)}".strip()
    text = _(
        "Terima kasih, sudah saya catat. Tentang layanan atau kantor apa? Tulis namanya saja, misalnya: KTP Bengkalis."
    )
    return _after(refusal, talk.ask("target", text, [unknown]))


def _words(said: Said) -> str:
    """What a message tells: its text or the caption of its photo, not the name of a file."""
    return said.text if said.kind in {"text", "image"} else ""


def _after(refusal: str, reply: Reply) -> Reply:
    """What happened to a file, then the question as it stands: the case goes on."""
    return Reply(reply.text, reply.options, reply.button, first=(refusal,)) if refusal else reply


def region(talk: Talk, said: Said) -> Reply:
    """Where it happened, when nobody knows whose matter it is: the government there receives the report."""
    key = talk.chosen(said)
    found = [] if key else organisations.regencies_named(said.text, limit=SHOWN)
    if len(found) == 1:
        key = found[0].code
    if key:
        talk.data["region"] = key
        return _ask_story(talk, "")
    if not found:
        return talk.again(_("Saya belum mengenali namanya. Tulis kabupaten atau kotanya saja, misalnya: Bengkalis."))
    rows = [Option(one.code, one.name, str(one.parent or "")) for one in found]
    return talk.ask("region", _("Yang mana?"), rows, button=_("Pilih tempat"))


def _ask_story(talk: Talk, about: str) -> Reply:
    talk.data |= {"about": about, "files": talk.data.get("files", [])}
    if len(filing.clean(talk.data.get("text", ""))) >= filing.TEXT_MIN:
        return _ask_photo(talk)
    text = _(
        "Ceritakan apa yang terjadi, dan apa yang seharusnya. Dua atau tiga kalimat sudah cukup; tidak perlu resmi."
    )
    return talk.ask("story", text)


def story(talk: Talk, said: Said) -> Reply:
    """What happened. A photo may come first; its caption counts."""
    refusal = _keep_photo(talk, said) if said.has_file else ""
    told = f"{talk.data.get('text', '')}\n{_words(said)}".strip()
    talk.data["text"] = told
    if len(filing.clean(told)) < filing.TEXT_MIN:
        more = _("Tulis sedikit lebih banyak, paling sedikit 20 huruf, supaya petugas mengerti.")
        return talk.again(refusal or more)
    return _after(refusal, _ask_photo(talk))


def _ask_photo(talk: Talk) -> Reply:
    text = _("Ada foto atau PDF sebagai bukti? Kirim di sini, atau lanjut tanpa foto.")
    return talk.ask("photo", _count_words(talk, text), [Option(ON, _("Lanjut"))])


def photo(talk: Talk, said: Said) -> Reply:
    """Photos one after another, until the citizen goes on."""
    if said.has_file:
        if refusal := _keep_photo(talk, said):
            return talk.again(refusal)
        text = _("Boleh kirim lagi, atau lanjut.")
        return talk.ask("photo", _count_words(talk, text), [Option(ON, _("Lanjut"))])
    if talk.chosen(said) != ON and not is_no(said.text) and not is_yes(said.text):
        if len(said.text.split()) >= STORY_WORDS:  # somebody goes on telling
            talk.data["text"] = f"{talk.data['text']}\n{said.text}"
            return talk.again(_("Saya tambahkan ke cerita Anda."))
        return talk.again(_("Kirim foto atau PDF, atau tekan “Lanjut”."))
    text = _("Di mana kejadiannya? Kirim lokasi dengan tombol lampiran, atau tulis alamat atau patokannya.")
    return talk.ask("place", text, [Option(SKIP, _("Lewati"))])


def place(talk: Talk, said: Said) -> Reply:
    """A position, an address, or nothing."""
    if said.latitude is not None and said.longitude is not None:
        latitude, longitude = (value.quantize(Decimal("0.000001")) for value in (said.latitude, said.longitude))
        if problem := filing.place_problems(latitude, longitude).get("latitude"):
            return talk.again(_(problem))
        talk.data |= {"latitude": str(latitude), "longitude": str(longitude), "address": said.text[:300]}
    elif talk.chosen(said) != SKIP and not is_no(said.text):
        if not said.text.strip() or said.kind != "text":
            return talk.again(_("Kirim lokasi, tulis alamat, atau tekan “Lewati”."))
        talk.data["address"] = cut(said.text.strip(), filing.ADDRESS_MAX)
    known = talk.name.strip()[:60]
    options = [Option(OWN_NAME, known)] if known else []
    text = _(
        "Atas nama siapa? Tulis nama lengkap. Bila dirahasiakan, nama tidak disimpan; nomor ini hanya "
        "dipakai untuk mengirim kabar."
    )
    return talk.ask("name", text, [*options, Option(HIDDEN, _("Rahasiakan nama"))])


def name(talk: Talk, said: Said) -> Reply:
    """Who reports, or nobody by name."""
    key = talk.chosen(said)
    typed = " ".join((talk.name if key == OWN_NAME else said.text).split())
    talk.data["anonymous"] = key == HIDDEN
    if key != HIDDEN:
        if not 2 <= len(typed) <= filing.NAME_MAX or said.kind not in {"text", "choice"}:
            return talk.again(_("Tulis nama lengkap, atau pilih “Rahasiakan nama”."))
        talk.data["name"] = typed
        if not talk.phone:
            return ask_phone(talk)
    return _confirm(talk)


def phone(talk: Talk, said: Said) -> Reply:
    """A number where the channel gives none."""
    return (
        _confirm(talk)
        if keep_phone(talk, said)
        else talk.again(_("Nomor itu belum saya kenali. Contoh: 0812-3456-7890."))
    )


def _confirm(talk: Talk) -> Reply:
    data = talk.data
    who = _("tanpa nama") if data["anonymous"] else data["name"]
    where = data.get("address") or (_("lokasi terkirim") if data.get("latitude") else _("tidak disebut"))
    text = _("Laporan Anda:\n“{text}”\n\nTempat: {place}\nBukti: {files}\nAtas nama: {who}\n\nKirim sekarang?").format(
        text=cut(data["text"], 400), place=cut(where, 120), files=_files_words(talk), who=who
    )
    return talk.ask("confirm", text, [Option(SEND, _("Ya, kirim")), Option(f"{GO}menu", _("Jangan kirim"))])


def confirm(talk: Talk, said: Said) -> Reply:
    """File the report; what is wrong with it is said and can be mended."""
    if talk.chosen(said) != SEND and not is_yes(said.text):
        return unclear(talk)
    if refusal := talk.outside("complain.rate", lambda: _count(talk)):
        return talk.again(refusal)
    try:
        row = _file(talk, talk.data)
    except actions.ActionRefused as refused:
        return talk.end(str(refused), [Option(f"{GO}complain", _("Tulis ulang")), to_menu()])
    due = (
        _("Dijawab paling lambat {day}.").format(day=format_day(row.due_at, row.coordinator.zone)) if row.due_at else ""
    )
    text = _("✓ Laporan Anda diterima {unit}.\nNomor: *{number}*\n{due}\nKabarnya kami kirim ke sini.")
    talk.unit = row.coordinator.slug
    return talk.end(
        text.format(unit=row.coordinator.name, number=row.number, due=due),
        [Option(f"{GO}status:{row.number}", _("Cek status")), to_menu()],
    )


def _file(talk: Talk, data: dict[str, Any]) -> Any:
    kind, _colon, slug = str(data["about"]).partition(":")
    service = catalogue.get_service(slug) if kind == "service" else None
    unit = organisations.by_slug(slug or kind) if kind != "service" and kind else None
    anonymous = bool(data["anonymous"])
    report = rules.Report(
        kind=filing.COMPLAINT,
        text=str(data["text"]),
        address=str(data.get("address", "")),
        region=str(data.get("region", "")),
        latitude=Decimal(data["latitude"]) if data.get("latitude") else None,
        longitude=Decimal(data["longitude"]) if data.get("longitude") else None,
        anonymous=anonymous,
    )
    reporter = rules.Reporter() if anonymous else rules.Reporter(name=str(data["name"]), phone=talk.phone)
    return actions.file_complaint(
        actor=talk.actor,
        report=report,
        reporter=reporter,
        channel=filing.WHATSAPP,
        about=unit,
        service=service,
        contact=talk.contact,
        files=[UUID(one) for one in data["files"]],
        now=talk.now,
    )


def _count(talk: Talk) -> str:
    try:
        actions.check_rate(actor=talk.actor, contact=talk.contact, now=talk.now)
    except TooMany as refused:
        return str(refused)
    return ""


def _keep_photo(talk: Talk, said: Said) -> str:
    """Fetch the file and let the ordinary checks judge it; the words of the refusal, or ""."""
    if said.refused:
        return media.not_handed_out()
    files = talk.data.setdefault("files", [])
    if len(files) >= PHOTOS_MOST:
        return _("Lima berkas sudah cukup. Tekan “Lanjut”.")
    told = talk.outside(f"media:{said.media_id}", lambda: media.take(said.media_id, talk.actor, talk.now))
    kind, _colon, value = told.partition(":")
    if kind != media.KEPT:
        return value
    files.append(value)
    return ""


def _count_words(talk: Talk, text: str) -> str:
    return f"{_files_words(talk)}. {text}" if talk.data.get("files") else text


def _files_words(talk: Talk) -> str:
    count = len(talk.data.get("files", []))
    return ngettext("%(count)d berkas", "%(count)d berkas", count) % {"count": count} if count else _("tanpa berkas")


STEPS = {
    "target": target,
    "region": region,
    "story": story,
    "photo": photo,
    "place": place,
    "name": name,
    "phone": phone,
    "confirm": confirm,
}
