"""How a case reads for everybody: its state in public words, the limits in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from melayani.foundation.ui.format import format_duration
from melayani.voice.complaints import national, rules, states
from melayani.voice.complaints.rules import filing


@dataclass(frozen=True)
class PublicWords:
    """A state as those read it who are not the reporter, with its sign."""

    text: str | Promise
    tone: str


PUBLIC = {
    states.RECEIVED: PublicWords(_("Diterima"), "note"),
    states.NEEDS_COMPLETION: PublicWords(_("Menunggu keterangan pelapor"), "warn"),
    states.VERIFIED: PublicWords(_("Sudah diperiksa"), "note"),
    states.FORWARDED: PublicWords(_("Diteruskan ke unit yang berwenang"), "note"),
    states.IN_PROGRESS: PublicWords(_("Sedang ditangani"), "note"),
    states.ANSWERED: PublicWords(_("Dijawab, menunggu pelapor"), "good"),
    states.REOPENED: PublicWords(_("Dibuka lagi oleh pelapor"), "warn"),
    states.CLOSED: PublicWords(_("Selesai"), "good"),
    states.REJECTED: PublicWords(_("Tidak dapat ditangani"), "off"),
}


@dataclass(frozen=True)
class Expectation:
    """One limit as the page says it: what happens, how long it may take, what that means."""

    title: str
    time: str
    text: str


def expectations(day: date) -> list[Expectation]:
    """What a reporter may expect, from the limits in force; those that nobody has verified are not told."""
    return [
        Expectation(
            gettext("Dibaca dan diteruskan"),
            _limit(rules.VERIFY_CLOCK, "", day),
            gettext("Petugas memastikan laporan jelas, lalu meneruskannya ke unit yang berwenang."),
        ),
        Expectation(
            gettext("Mulai ditangani"),
            _limit(rules.FOLLOW_UP_CLOCK, "", day),
            gettext("Unit itu memulai tindak lanjut dan mengabari Anda."),
        ),
        Expectation(
            gettext("Dijawab"),
            _answer_limits(day),
            gettext("Batasnya menurut jenis laporan, dihitung sejak laporan diterima."),
        ),
    ]


def silence(day: date) -> str:
    """How long an answered case stays open without a word of its reporter: "10 hari kerja"."""
    rule = _rule(rules.CLOSE, "", day)
    return format_duration(rule.amount, rule.amount, rule.unit) if rule else ""


def _answer_limits(day: date) -> str:
    named = (
        (gettext("pertanyaan"), filing.INFORMATION_QUESTION),
        (gettext("pengaduan"), filing.NON_OVERSIGHT),
        (gettext("perilaku petugas"), filing.OVERSIGHT),
    )
    found = [(name, _rule(rules.CASE, complaint_class, day)) for name, complaint_class in named]
    return ", ".join(f"{name} {format_duration(one.amount, one.amount, one.unit)}" for name, one in found if one)


def _limit(clock: str, complaint_class: str, day: date) -> str:
    rule = _rule(clock, complaint_class, day)
    return format_duration(None, rule.amount, rule.unit) if rule else ""


def _rule(clock: str, complaint_class: str, day: date) -> rules.ClockRule | None:
    rule = rules.rule_for(national.clock_rules(), clock, complaint_class, day)
    return rule if rule and rule.verified else None


CLASSES = {
    "": _("Belum digolongkan"),
    filing.OVERSIGHT: _("Perilaku petugas (berkadar pengawasan)"),
    filing.NON_OVERSIGHT: _("Layanan (tidak berkadar pengawasan)"),
    filing.ASPIRATION: _("Usulan"),
    filing.INFORMATION_QUESTION: _("Pertanyaan"),
}
CHANNELS = {
    filing.WEB: _("Daring"),
    filing.COUNTER: _("Loket"),
    filing.LETTER: _("Surat"),
    filing.PHONE: _("Telepon"),
    filing.BOX: _("Kotak pengaduan"),
    filing.EMAIL: _("E-mail"),
    filing.WHATSAPP: _("WhatsApp"),
    filing.SOCIAL: _("Media sosial"),
    filing.API: _("Sistem lain"),
    filing.OPEN311: _("Open311"),
}


def hours(amount: int) -> str:
    """A median in the unit in which people think: hours up to two days, then days."""
    if amount <= 48:
        return ngettext("%(count)d jam", "%(count)d jam", amount) % {"count": amount}
    days = -(-amount // 24)
    return ngettext("%(count)d hari", "%(count)d hari", days) % {"count": days}
