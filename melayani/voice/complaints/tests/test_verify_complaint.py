"""A report gets its class and limit; one about misconduct leaves the unit it is about; class, kind and unit change."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.foundation.audit.models import Event
from melayani.voice.complaints import access, actions, states
from melayani.voice.complaints.models import Complaint, Publication
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, events, fresh, told

pytestmark = pytest.mark.django_db


def test_the_class_decides_the_limit(town: Town, now: datetime) -> None:
    """A complaint about a service has 14 working days, a question 5, counted from the receipt."""
    row = working.verified(town, now=now)
    assert (row.state, row.complaint_class) == (states.VERIFIED, "non_oversight")
    zone = town.registry.zone
    assert row.due_at is not None
    assert row.due_at.astimezone(zone).date().isoformat() == "2026-04-03"
    other = working.verified(town, now=now, complaint_class="information_question", email="tono@contoh.id")
    assert other.due_at is not None
    assert other.due_at.astimezone(zone).date().isoformat() == "2026-03-23"
    assert events(row) == ["filed", "verified"]
    assert told(row, "verified") == [factories.EMAIL]
    assert Event.objects.get(name="complaint.verified", subject_number=row.number).data["class"] == "non_oversight"


def test_an_aspiration_has_no_legal_limit(town: Town, now: datetime) -> None:
    row = working.verified(town, now=now, kind="aspiration", complaint_class="aspiration")
    assert (row.due_at, row.due_explanation) == (None, None)
    assert "tidak menyebut tanggal" in working.to_reporter(row, "verified")[0].body


def test_oversight_is_lifted_above_the_unit_and_its_officers_see_it_no_more(town: Town, now: datetime) -> None:
    row = working.verified(town, now=now, complaint_class="oversight")
    kept = fresh(row)
    assert (kept.organisation, kept.coordinator, kept.publication) == (town.city, town.city, Publication.PRIVATE)
    for hidden in (town.registry_liaison, town.unit_liaison, town.people.bontang_head):
        assert not access.visible_to(hidden).filter(pk=row.pk).exists()
    assert access.visible_to(town.city_liaison).filter(pk=row.pk).exists()
    assert told(row, "officer_lifted") == [town.city_liaison.person.email]


def test_reclassifying_to_oversight_pulls_it_up_and_out_of_the_public_list(town: Town, now: datetime) -> None:
    row = working.published(town, now=now)
    row = actions.reclassify(
        actor=town.registry_liaison,
        complaint=row,
        complaint_class="oversight",
        reason="Ada pungli.",
        now=now + 3 * HOUR,
    )
    kept = fresh(row)
    assert (kept.coordinator, kept.publication, kept.public_text) == (town.city, Publication.PRIVATE, "")
    assert not access.public().filter(pk=row.pk).exists()
    sealed = row.entries.get(kind="redaction")
    assert "Jalan berlubang" in sealed.text
    assert sealed.visibility == "internal"
    assert events(row)[-1] == "reclassified"
    (message,) = working.to_reporter(row, "reclassified")
    assert "berkadar pengawasan" in message.body
    with pytest.raises(actions.NotAllowed):
        actions.add_note(actor=town.registry_liaison, complaint=row, text="Apa ini?", now=now + 4 * HOUR)


def test_a_class_changed_in_the_middle_counts_from_the_same_start(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    later = now + timedelta(days=4)
    changed = actions.reclassify(
        actor=town.registry_liaison,
        complaint=row,
        complaint_class="information_question",
        reason="Hanya bertanya.",
        now=later,
    )
    assert changed.due_at is not None
    assert changed.due_at.astimezone(town.registry.zone).date().isoformat() == "2026-03-23"


def test_naming_the_unit_of_a_guarded_report_pulls_it_above_that_unit(town: Town, now: datetime) -> None:
    row = factories.oversight(town, now=now, about=town.unit)
    assert row.coordinator == town.registry  # above the unit, with a liaison officer
    row = actions.set_about(actor=town.registry_liaison, complaint=row, about=town.registry, now=now + HOUR)
    kept = fresh(row)
    assert (kept.about, kept.coordinator, kept.organisation) == (town.registry, town.city, town.city)
    assert events(row) == ["filed", "about_changed"]


def test_nothing_new_to_be_about_is_refused(town: Town, now: datetime) -> None:
    row = working.verified(town, now=now)
    with pytest.raises(actions.ActionRefused, match="berbeda"):
        actions.set_about(actor=town.registry_liaison, complaint=row, about=town.registry, now=now + 2 * HOUR)


def test_another_kind_brings_another_class_and_limit(town: Town, now: datetime) -> None:
    row = working.verified(town, now=now)
    row = actions.convert(actor=town.registry_liaison, complaint=row, kind="aspiration", now=now + 2 * HOUR)
    assert (row.kind, row.complaint_class, row.due_at) == ("aspiration", "aspiration", None)
    assert events(row)[-1] == "converted"
    with pytest.raises(actions.ActionRefused):
        actions.convert(actor=town.registry_liaison, complaint=row, kind="aspiration", now=now + 2 * HOUR)


@pytest.mark.parametrize("complaint_class", ["", "berat", "oversight "])
def test_an_unknown_class_is_refused(town: Town, now: datetime, complaint_class: str) -> None:
    row = factories.filed(town, now=now)
    with pytest.raises(actions.ActionRefused):
        actions.verify(actor=town.registry_liaison, complaint=row, complaint_class=complaint_class, now=now)
    assert Complaint.objects.get(pk=row.pk).state == states.RECEIVED


def test_verifying_twice_says_how_it_stands(town: Town, now: datetime) -> None:
    row = working.verified(town, now=now)
    with pytest.raises(actions.ActionRefused, match="Terverifikasi"):
        actions.verify(actor=town.registry_liaison, complaint=row, complaint_class="aspiration", now=now + 2 * HOUR)


def test_a_rejection_ends_the_case_with_words_for_the_reporter(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    row = actions.reject(
        actor=town.registry_liaison, complaint=row, outcome="unclear", reason="Tempatnya tidak jelas.", now=now + HOUR
    )
    assert (row.state, row.outcome, row.outcome_reason) == (states.REJECTED, "unclear", "Tempatnya tidak jelas.")
    assert row.escalate_at is None
    assert row.next_due_at is None
    assert row.response_hours == 1
    assert events(row) == ["filed", "rejected"]
    (message,) = working.to_reporter(row, "rejected")
    assert "Tempatnya tidak jelas." in message.body
    assert "Ombudsman" in message.body
    for outcome, reason in (("resolved", "x"), ("unclear", "  ")):
        with pytest.raises(actions.ActionRefused):
            actions.reject(actor=town.registry_liaison, complaint=row, outcome=outcome, reason=reason, now=now)
