"""/privasi/ in both languages: every personal field with its purpose and its legal basis."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from melayani.entrances.portal import readings
from melayani.foundation.audit import EncryptedField

# what is kept besides the columns of cases: by wish, by conversation, by letter, and on the device itself
CHANNELS = {"subscription", "wishes", "device", "on_device", "conversation", "letters"}
NEEDED = {"nik", "kk", "name", "birth_date", "address", "phone", "email"}


# every encrypted column, and the line of the page that tells of it ("" for what is not a citizen's)
TOLD = {
    "applications.answer.previous_reason": "audit",
    "applications.answer.reason": "audit",
    "applications.answer.text": "texts",
    "applications.application.address": "address",
    "applications.application.birth_date": "birth_date",
    "applications.application.email": "email",
    "applications.application.name": "name",
    "applications.application.nik": "nik",
    "applications.application.phone": "phone",
    "applications.application.refusal_reason": "audit",
    "applications.application.secret": "messages",
    "applications.draft.answers": "session",
    "appointments.booking.assistance": "visit",
    "appointments.booking.email": "visit",
    "appointments.booking.name": "visit",
    "appointments.booking.note": "visit",
    "appointments.booking.phone": "visit",
    "appointments.booking.secret": "messages",
    "appointments.drawentry.assistance": "visit",
    "appointments.drawentry.name": "visit",
    "appointments.releaseplan.seed": "",
    "appointments.waitingentry.assistance": "visit",
    "appointments.waitingentry.name": "visit",
    "appointments.waitingentry.secret": "messages",
    "facilities.mismatchreport.text": "facility_report",
    "training.invitation.secret": "messages",
    "training.registration.name": "training",
    "training.registration.needs": "training",
    "training.registration.position": "training",
    "training.registration.secret": "messages",
    "training.session.code_secret": "",
    "queues.device.token": "",
    "queues.ticket.secret": "messages",
    "attachments.attachment.name": "files",
    "complaints.complaint.address": "report",
    "complaints.complaint.address_of_reporter": "reporter",
    "complaints.complaint.answers": "report",
    "complaints.complaint.asked": "report",
    "complaints.complaint.email": "reporter",
    "complaints.complaint.loss": "report",
    "complaints.complaint.name": "reporter",
    "complaints.complaint.nik": "reporter",
    "complaints.complaint.outcome_reason": "audit",
    "complaints.complaint.phone": "reporter",
    "complaints.complaint.satisfaction_note": "report",
    "complaints.complaint.secret": "messages",
    "complaints.complaint.text": "report",
    "complaints.complaint.title": "report",
    "complaints.disposition.instruction": "audit",
    "complaints.disposition.return_reason": "audit",
    "complaints.draft.contents": "session",
    "complaints.entry.text": "report",
    "consultations.attendance.name": "attendance",
    "consultations.contribution.name": "consultation",
    "consultations.contribution.text": "consultation",
    "consultations.contribution.token": "consultation",
    "consultations.follower.token": "follower",
    "consultations.invitation.name": "consultation",
    "consultations.invitation.need": "consultation",
    "consultations.invitation.token": "consultation",
    "consultations.record.signers": "attendance",
    "disclosure.draft.answers": "session",
    "disclosure.informationobjection.answer": "audit",
    "disclosure.informationobjection.case_position": "request",
    "disclosure.informationobjection.proxy_address": "requester",
    "disclosure.informationobjection.proxy_name": "requester",
    "disclosure.informationobjection.response_text": "request",
    "disclosure.informationrequest.address": "requester",
    "disclosure.informationrequest.authority": "requester",
    "disclosure.informationrequest.body_name": "requester",
    "disclosure.informationrequest.body_paper": "requester",
    "disclosure.informationrequest.close_reason": "audit",
    "disclosure.informationrequest.decision_note": "audit",
    "disclosure.informationrequest.delivered_to": "audit",
    "disclosure.informationrequest.delivery_note": "audit",
    "disclosure.informationrequest.email": "requester",
    "disclosure.informationrequest.extension_reason": "audit",
    "disclosure.informationrequest.information": "request",
    "disclosure.informationrequest.name": "requester",
    "disclosure.informationrequest.nik": "requester",
    "disclosure.informationrequest.occupation": "requester",
    "disclosure.informationrequest.phone": "requester",
    "disclosure.informationrequest.principal": "requester",
    "disclosure.informationrequest.purpose": "request",
    "disclosure.informationrequest.reason": "audit",
    "disclosure.informationrequest.secret": "messages",
    "disclosure.redactionmark.what": "request",
    "documents.document.holder_name": "name",
    "messaging.caseletter.text": "letters",
    "messaging.contact.value": "email",
    "messaging.conversation.state": "conversation",
    "messaging.inboundpayload.body": "conversation",
    "messaging.outboxmessage.address": "messages",
    "messaging.outboxmessage.body": "messages",
    "messaging.outboxmessage.offers": "messages",
    "messaging.outboxmessage.values": "messages",
    "messaging.outboxmessage.subject": "messages",
    "messaging.turn.text": "conversation",
    "people.idempotencyrow.body": "",
    "people.invitation.email": "",
    "people.invitation.name": "",
    "surveys.comment.text": "survey_comment",
    "surveys.import.content": "survey_comment",
    "surveys.invitation.token": "survey_invitation",
    "webhooks.endpoint.old_secret": "",
    "webhooks.endpoint.secret": "",
}


def test_no_personal_column_is_kept_quiet() -> None:
    columns = [field for model in apps.get_models() for field in model._meta.local_fields]
    assert {field.purpose() for field in columns if isinstance(field, EncryptedField)} == set(TOLD)
    assert {row["key"] for row in readings.privacy()["fields"]} >= {key for key in TOLD.values() if key}


def test_both_languages_tell_of_the_same_fields() -> None:
    tables = {}
    for language in ("id", "en"):
        with translation.override(language):
            tables[language] = readings.privacy()["fields"]
    indonesian, english = ([row["key"] for row in tables[language]] for language in ("id", "en"))
    assert indonesian == english
    assert set(indonesian) >= NEEDED
    assert set(indonesian) >= CHANNELS
    assert all(all(row.values()) for rows in tables.values() for row in rows)


@pytest.mark.django_db
def test_the_english_page_speaks_english(client: Client) -> None:
    assert "Law Number 27 of 2022" in client.get("/en/privasi/").content.decode()
    assert "Undang-Undang Nomor 27 Tahun 2022" in client.get("/privasi/").content.decode()
