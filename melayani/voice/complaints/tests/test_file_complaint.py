"""A report is received: number, limits, coordinator, messages; wrong input, advertising and strangers are refused."""

from __future__ import annotations

from datetime import datetime

import pytest

from melayani.foundation.audit import react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db


def test_a_report_gets_number_limits_and_coordinator(town: Town, now: datetime) -> None:
    row = Complaint.objects.get(pk=factories.filed(town, now=now).pk)
    assert row.number.startswith("ADU-")
    assert (row.coordinator, row.organisation, row.about) == (town.registry, town.registry, town.registry)
    assert row.verify_due_at is not None
    assert row.due_at is not None
    assert row.next_due_at == row.verify_due_at
    (event,) = Event.objects.filter(subject_kind="complaint", subject_number=row.number)
    assert event.name == "complaint.filed"
    assert factories.STORY not in str(event.data)


def test_reporter_and_liaison_officers_are_told(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    react_to_news(now)
    told = {message.event: message for message in OutboxMessage.objects.filter(reference_number=row.number)}
    assert set(told) == {"complaint.filed", "complaint.new_case"}
    assert told["complaint.new_case"].address == town.registry_liaison.person.email
    assert factories.STORY not in told["complaint.new_case"].body
