"""What stands on the papers of a case: the proof of receipt, and the result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from melayani.delivery.applications import case, rules, words
from melayani.delivery.applications.models import Application
from melayani.foundation.audit import Actor
from melayani.foundation.documents import actions as documents
from melayani.foundation.documents import letterhead, qr_svg, render
from melayani.foundation.documents.models import Document
from melayani.foundation.ui.format import format_day, format_moment

RESULT_KIND = "service_result"


def issue(application: Application, *, remark: str, actor: Actor, now: datetime) -> Document:
    """Issue the numbered result of an approved case, in Indonesian: whom it concerns, what was decided, on what law."""
    with override("id"):
        received = format_day(application.submitted_at.astimezone(application.organisation.zone).date())
        bases = list(application.standard.legal_bases.order_by("position").values_list("text", flat=True)[:20])
        statements = [
            f"{application.organisation.name} menyatakan bahwa permohonan layanan {application.service.title} dengan "
            f"nomor {application.number}, yang diterima pada {received}, telah diperiksa, memenuhi syarat, dan "
            "disetujui.",
            f"Hasil layanan: {application.standard.product or application.service.title}.",
        ]
        inputs = {
            "holder": _holder(application),
            "statements": [*statements, remark] if remark else statements,
            "legal_bases": bases,
            "signer": {"role": "Pejabat penyetuju", "unit": application.organisation.name, "name": _name_of(actor)},
        }
        return documents.issue(
            template="result",
            title=f"Hasil layanan: {application.service.title}",
            kind=RESULT_KIND,
            inputs=inputs,
            reference=application.reference,
            organisation=application.organisation,
            holder_name=application.name,
            actor=actor,
            now=now,
        )


def receipt(application: Application, *, paper_code: str = "") -> bytes:
    """The proof of receipt as PDF, in the active language when it is English, else in Indonesian."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    track_url = settings.PUBLIC_URL + case.case_path(application, language)
    zone = application.organisation.zone
    inputs: dict[str, Any] = {
        "lang": language,
        "title": gettext("Tanda terima permohonan"),
        "number": application.number,
        "organisation": letterhead(application.organisation),
        "service": application.service.title,
        "received": format_moment(application.submitted_at, zone),
        "holder": _holder(application),
        "explanation": words.due_sentences(application),
        "requirements": [
            {"text": f"{row.number}. {row.requirement}", "given": row.kind not in (rules.BRING,)}
            for row in application.answers.order_by("number")
            if row.number and row.kind != rules.NOT_APPLICABLE
        ],
        "track_url": track_url,
        "qr": qr_svg(track_url),
    }
    if application.due_at:
        inputs["due"] = format_moment(application.due_at, zone)
    if paper_code:
        inputs["paper_code"] = paper_code
        inputs["track_url"] = f"{settings.PUBLIC_URL}{case.finding_path(language)}"
        inputs["qr"] = qr_svg(inputs["track_url"])
    return render("receipt", inputs, at=application.submitted_at)


def _holder(application: Application) -> list[tuple[str, str]]:
    name = gettext("Data pribadi dihapus") if application.erased_at else application.name
    rows = [(gettext("Nama"), name)]
    if application.variant_label:
        rows.append((gettext("Keadaan"), application.variant_label))
    return rows


def _name_of(actor: Actor) -> str:
    return str(getattr(actor, "name", ""))
