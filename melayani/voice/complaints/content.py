"""What the content of a report says against it: advertising, and the same text again. Never where it came from."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from melayani.foundation.messaging.models import Contact
from melayani.voice.complaints import national, rules
from melayani.voice.complaints.models import Complaint, equality_hash
from melayani.voice.complaints.rules import REPEAT_WINDOW, REPEATS_MAX, Report, Spam


def refuse_advertising(report: Report) -> None:
    """Raise Spam for a text that is a list of links or an offer with a way to answer it; no query."""
    found = rules.findings(f"{report.title}\n{report.text}\n{report.asked}", national.spam_words())
    if not found:
        return
    if "links" in found:
        text = gettext(
            "Laporan ini memuat terlalu banyak tautan. Sisakan paling banyak 3, atau lampirkan sebagai gambar."
        )
    else:
        text = gettext(
            "Laporan ini terbaca seperti iklan. Bila Anda melaporkan iklan itu, lampirkan gambarnya dan "
            "ceritakan kejadiannya dengan kata-kata Anda sendiri, tanpa tautan dan nomornya."
        )
    raise Spam(text, why=found[0])


def fingerprint(report: Report) -> str:
    """The keyed hash of the text without regard to case, blanks and signs."""
    return equality_hash(rules.fingerprint_text(report.text) or "-", field="text")


def refuse_repeats(report: Report, mark: str, contact: Contact | None, now: datetime) -> None:
    """Raise Spam when this contact sent the same text within a day, or when a long one came from several; one query."""
    since = now - REPEAT_WINDOW
    senders = Complaint.objects.senders_of(mark, since, REPEATS_MAX * 10)
    if contact is not None and contact.pk in senders:
        raise Spam(
            gettext("Laporan dengan isi yang sama sudah Anda kirim hari ini. Buka tautan pada kabar yang kami kirim."),
            why="repeat",
        )
    if rules.is_telling(report.text) and len(senders) >= REPEATS_MAX:
        raise Spam(
            gettext(
                "Isi yang sama persis sudah dikirim beberapa orang hari ini. Dukung laporan yang sudah ada, atau "
                "ceritakan kejadian yang Anda alami sendiri."
            ),
            why="copies",
        )
