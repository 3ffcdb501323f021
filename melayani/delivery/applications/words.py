"""The sentences of a case: its due date explained, and what can be said when there is none."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from melayani.delivery.applications.models import Application
from melayani.foundation.workdays.rules import Due, explain


def due_sentences(application: Application) -> list[str]:
    """Why the promised time ends when it ends, or why there is no date; in the active language; no query."""
    if application.due_at is None or not application.due_explanation:
        return [no_due_sentence()]
    language = "en" if (get_language() or "").startswith("en") else "id"
    return list(explain(Due.from_json(application.due_explanation), language))


def no_due_sentence() -> str:
    return gettext(
        "Standar layanan ini belum mencantumkan jangka waktu, jadi kami tidak menyebut tanggal. "
        "Kami mengabari Anda setiap ada perubahan."
    )
