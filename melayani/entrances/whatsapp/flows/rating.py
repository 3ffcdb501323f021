"""The survey after a service: one question a message, by the action of its page; no answer is kept beside a name.

What is answered leaves no words in the history and no payload (`Flow.private`); it lies in the open talk until it is
sent, and the talk forgets it then.
"""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from melayani.delivery.applications import access as applications
from melayani.delivery.queues import access as queues
from melayani.entrances.whatsapp import understanding as words
from melayani.entrances.whatsapp.flows.times import unclear
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said, is_no, is_yes
from melayani.voice.surveys import actions, queries, rules
from melayani.voice.surveys.models import Invitation

LOOKED_AT, SHOWN = 5, 9
BEGIN, STOP, GO_ON, SEND, SILENT = "begin", "stop", "go_on", "send", "silent"
PRIVATE = frozenset({"score", "trait", "comment"})
FREE = frozenset({"comment"})


def begin(talk: Talk, about: str) -> Reply:
    """The surveys that this contact may still answer; with the number of a case that one."""
    found = _open(talk)
    if about:
        found = [one for one in found if one.reference_number == about]
    if not found:
        text = _("Belum ada urusan selesai dari nomor ini yang dapat dinilai. Undangannya kami kirim sesudah selesai.")
        return talk.end(text)
    if len(found) == 1:
        return _introduce(talk, found[0])
    rows = [Option(one.reference_number, one.service.title, one.organisation.name) for one in found[:SHOWN]]
    return talk.ask("pick", _("Urusan mana yang ingin Anda nilai?"), rows, button=_("Pilih urusan"))


def pick(talk: Talk, said: Said) -> Reply:
    """One of several finished cases."""
    key = talk.chosen(said)
    chosen = [one for one in _open(talk) if one.reference_number == key]
    return _introduce(talk, chosen[0]) if chosen else unclear(talk)


def _introduce(talk: Talk, invited: Invitation) -> Reply:
    count = len(_instrument(talk, invited).questions)
    text = _(
        "*{service}*\n{unit}\n\nTerima kasih mau menilai. {count} pertanyaan singkat, satu per pesan; boleh berhenti "
        "kapan saja. Jawaban disimpan tanpa nama dan tidak tinggal dalam percakapan ini. Ingin mengisinya di luar "
        "WhatsApp? {link}"
    ).format(service=invited.service.title, unit=invited.organisation.name, count=count, link=_link(invited))
    talk.data["case"] = invited.reference_number
    return talk.ask("ready", text, [Option(BEGIN, _("Mulai")), Option(f"{GO}menu", _("Nanti saja"))])


def ready(talk: Talk, said: Said) -> Reply:
    """Begin, or not now."""
    if is_no(said.text):
        return talk.end(_("Baik, lain kali saja. Tulis “nilai” bila sudah sempat."))
    return _next(talk) if talk.chosen(said) == BEGIN or is_yes(said.text) else unclear(talk)


def _next(talk: Talk) -> Reply:
    """The first question without an answer, then what is asked about oneself, then the free line."""
    invited = _invitation(talk)
    if invited is None:
        return _over(talk)
    instrument, scores = _instrument(talk, invited), talk.data.get("scores", {})
    asked = instrument.asked
    for number, question in enumerate(asked, 1):
        if question.key not in scores:
            text = f"{number}/{len(asked)}. {queries.words_of(question, instrument, _language())}"
            rows = [Option(str(score), label) for score, label in instrument.choices(question, _language())]
            rows.append(Option(STOP, _("Berhenti dulu")))
            return talk.ask("score", text, rows, button=_("Pilih jawaban"), deep=True, question=question.key)
    return _about_oneself(talk, instrument)


def score(talk: Talk, said: Said) -> Reply:
    """One answer, 1 to 4."""
    key = talk.chosen(said)
    if key == STOP:
        return pause(talk)
    if not key:
        return talk.again(_("Pilih salah satu jawaban, dengan angka 1 sampai 4 atau dari daftar."))
    talk.data["scores"] = {**talk.data.get("scores", {}), str(talk.data["question"]): int(key)}
    return _next(talk)


def _about_oneself(talk: Talk, instrument: rules.Instrument) -> Reply:
    traits = talk.data.get("traits", {})
    for attribute in instrument.attributes:
        if attribute.key not in traits:
            rows = [Option(value, label) for value, label in attribute.choices(_language())][:SHOWN]
            rows.append(Option(SILENT, _("Tidak menjawab")))
            return talk.ask(
                "trait",
                attribute.name(_language()),
                rows,
                button=_("Pilih jawaban"),
                deep=True,
                attribute=attribute.key,
            )
    text = _(
        "Ada saran untuk kami? Tulis saja, tanpa nama atau nomor. Atau langsung kirim: sesudah itu tidak dapat diubah."
    )
    return talk.ask("comment", text, [Option(SEND, _("Kirim tanpa saran")), Option(STOP, _("Berhenti dulu"))])


def trait(talk: Talk, said: Said) -> Reply:
    """What somebody says about themselves, or nothing."""
    key = talk.chosen(said) or (SILENT if is_no(said.text) else "")
    if not key:
        return unclear(talk)
    told = "" if key == SILENT else key
    talk.data["traits"] = {**talk.data.get("traits", {}), str(talk.data["attribute"]): told}
    return _next(talk)


def comment(talk: Talk, said: Said) -> Reply:
    """The free line, which also sends."""
    key = talk.chosen(said)
    if key == STOP:
        return pause(talk)
    free = "" if key == SEND or is_no(said.text) or said.kind != "text" else said.text.strip()
    if len(free) > actions.COMMENT_LENGTH:
        return talk.again(_("Saran paling panjang 2.000 huruf. Ringkas sedikit."))
    return _send(talk, free, complete=True)


def pause(talk: Talk) -> Reply:
    """Stop: go on here, send what there is, or answer on the page. Nothing is sent by itself."""
    invited = _invitation(talk)
    if invited is None:
        return _over(talk)
    count = len(talk.data.get("scores", {}))
    told = ngettext("%(count)d jawaban", "%(count)d jawaban", count) % {"count": count}
    text = _("Baik, kita berhenti dulu. Belum ada yang terkirim. Lanjutkan di sini, atau isi di halamannya: {link}")
    options = [Option(GO_ON, _("Lanjutkan"))]
    if count:
        options.append(Option(SEND, _("Kirim {told}").format(told=told)))
    return talk.ask("paused", text.format(link=_link(invited)), [*options, to_menu()])


def paused(talk: Talk, said: Said) -> Reply:
    """After a stop."""
    key = talk.chosen(said)
    if key == SEND:
        return _send(talk, "", complete=False)
    return _next(talk) if key == GO_ON or is_yes(said.text) else unclear(talk)


def _send(talk: Talk, free: str, *, complete: bool) -> Reply:
    invited = _invitation(talk)
    if invited is None:
        return _over(talk)
    try:
        actions.answer_survey(
            token=invited.token,
            scores={str(key): int(value) for key, value in talk.data.get("scores", {}).items()},
            comment=free,
            traits={key: value for key, value in talk.data.get("traits", {}).items() if value},
            complete=complete,
            now=talk.now,
        )
    except actions.BadAnswers:  # the office changed its questions meanwhile
        talk.data = {"case": talk.data["case"]}
        reply = _next(talk)
        return Reply(
            reply.text, reply.options, reply.button, first=(_("Pertanyaannya baru saja berubah. Kita ulang, ya."),)
        )
    except actions.SurveyRefused as refused:
        return talk.end(str(refused))
    return talk.end(
        _("✓ Terima kasih. Penilaian Anda sudah kami terima, tanpa nama. Hasilnya tampil di halaman kinerja kantor.")
    )


def _over(talk: Talk) -> Reply:
    return talk.end(_("Survei ini sudah diisi atau masa pengisiannya sudah lewat. Terima kasih."))


def _open(talk: Talk) -> list[Invitation]:
    """The open surveys of one's own last cases and visits; three queries."""
    cases = [row.reference for row in applications.of_contact(talk.contact.pk)[:LOOKED_AT]]
    visits = [row.reference for row in queues.served_of_contact(talk.contact.pk)[:LOOKED_AT]]
    return queries.open_invitations([*cases, *visits], now=talk.now)


def _invitation(talk: Talk) -> Invitation | None:
    return next((one for one in _open(talk) if one.reference_number == talk.data.get("case")), None)


def _instrument(talk: Talk, invited: Invitation) -> rules.Instrument:
    """The questions of the day, as the page asks them."""
    unit = invited.organisation
    return queries.instrument_for(unit, talk.now.astimezone(unit.zone).date())


def _link(invited: Invitation) -> str:
    return queries.survey_url(invited.token, language=_language())


def _language() -> str:
    return (get_language() or "id")[:2]


OWN = {words.STOP: pause, words.CANCEL: pause}
STEPS = {
    "pick": pick,
    "ready": ready,
    "score": score,
    "trait": trait,
    "comment": comment,
    "paused": paused,
}
