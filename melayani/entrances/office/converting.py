"""A report becomes a request for information, or the other way: two cases, each with its own clock, in one step.

The first case ends with the number of the second in its record; the second begins its clock now and keeps the moment
of the first. Both modules ask their own access; an officer without a right in either changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from melayani.foundation.people import Officer
from melayani.foundation.ui.format import format_moment
from melayani.voice.complaints import actions as complaints
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.rules import filing
from melayani.voice.disclosure import actions as disclosure
from melayani.voice.disclosure import rules
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.rules import asking

NAMELESS = "Pelapor ini anonim. Permintaan informasi memerlukan nama dan alamat; mintalah ia mengajukannya sendiri."
MISCONDUCT = "Laporan berkadar pengawasan tetap ditangani sebagai pengaduan."


@dataclass(frozen=True)
class AsRequest:
    """What the lawful form needs beyond the report."""

    information: str
    purpose: str
    address: str
    reason: str


@transaction.atomic
def report_to_request(*, actor: Officer, complaint: Complaint, typed: AsRequest, now: datetime) -> InformationRequest:
    """Pass a report on to the PPID of the office it is held by; its reporter becomes the requester.

    Raises complaints' and disclosure's ActionRefused: no right, an anonymous reporter, misconduct, something missing.
    """
    if complaint.anonymous or not complaint.name.strip():
        raise rules.ActionRefused(NAMELESS)
    if complaint.is_guarded:
        raise rules.ActionRefused(MISCONDUCT)
    row = disclosure.file_request(
        actor=actor,
        organisation=complaint.organisation,
        applicant=rules.Applicant(
            name=complaint.name,
            address=complaint.address_of_reporter or typed.address,
            nik=complaint.nik,
            phone=complaint.phone,
            email=complaint.email,
            secret=complaint.secret_content,
        ),
        asked=rules.Asked(information=typed.information, purpose=typed.purpose),
        channel=asking.CONVERTED,
        contact=complaint.contact,
        converted_from=complaint.reference,
        first_received_at=complaint.received_at,
        now=now,
    )
    reason = f"{typed.reason.strip()} Dilanjutkan sebagai permintaan informasi {row.number}.".strip()
    complaints.transfer_out(actor=actor, complaint=complaint, body=f"PPID {row.desk}", reason=reason, now=now)
    return row


@transaction.atomic
def request_to_report(*, actor: Officer, request: InformationRequest, reason: str, now: datetime) -> Complaint:
    """Go on with a request as a report to the same office, because it complains rather than asks.

    Raises complaints' and disclosure's ActionRefused: no right, a notice was given, something missing.
    """
    origin = (
        f"Semula permintaan informasi {request.number}, diterima {format_moment(request.received_at, request.desk)}."
    )
    row = complaints.file_complaint(
        actor=actor,
        report=filing.Report(
            kind=filing.COMPLAINT, text=f"{request.information}\n\n{origin}", asked=request.purpose, secret=True
        ),
        reporter=filing.Reporter(
            name=request.name, address=request.address, nik=request.nik, phone=request.phone, email=request.email
        ),
        channel=filing.COUNTER,
        about=request.organisation,
        contact=request.contact,
        now=now,
    )
    disclosure.close_converted(actor=actor, request=request, converted_to=row.reference, reason=reason, now=now)
    return row
