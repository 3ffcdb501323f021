"""The public list and exclusions: what an entry must say, exempt only after a test, offered again after delivery."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.models import State as FileState
from melayani.foundation.audit.models import Event
from melayani.foundation.documents.models import Document
from melayani.voice.disclosure import access, actions, queries, rules, ticks
from melayani.voice.disclosure.models import Exclusion, Information
from melayani.voice.disclosure.rules import law, listing
from melayani.voice.disclosure.states import entries, exclusions
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db


def test_an_entry_is_a_draft_until_it_is_published(desk: Desk, now: datetime) -> None:
    row = actions.add_information(actor=desk.ppid, organisation=desk.world.bontang, entry=factories.entry(), now=now)
    assert (row.state, row.entry_number) == (entries.DRAFT, 1)
    with pytest.raises(Http404):
        access.get_public_entry(row.pk)
    actions.publish_information(actor=desk.ppid, information=row, now=now)
    found = access.get_public_entry(row.pk)
    assert found.review_on == date(2026, 9, 16)
    assert list(queries.found_entries("keuangan anggar")) == [found]
    assert not queries.found_entries("keuangan rahasia")


def test_a_withdrawn_entry_is_found_no_more(desk: Desk, now: datetime) -> None:
    row = factories.listed(desk, now=now)
    with pytest.raises(rules.ActionRefused, match="alasan penarikan"):
        actions.withdraw_information(actor=desk.ppid, information=row, reason=" ", now=now)
    actions.withdraw_information(actor=desk.ppid, information=row, reason="Sudah diganti.", now=now)
    assert not queries.found_entries("keuangan")
    with pytest.raises(Http404):
        access.get_public_entry(row.pk)
    assert access.get_entry_for_officer(desk.ppid, row.pk).withdrawn_reason == "Sudah diganti."
    actions.publish_information(actor=desk.ppid, information=row, now=now)
    assert queries.found_entries("keuangan").count() == 1


def test_a_change_renews_words_files_and_the_day_of_review(desk: Desk, now: datetime) -> None:
    old = factories.uploaded(desk.ppid, now=now)
    row = actions.add_information(
        actor=desk.ppid,
        organisation=desk.world.bontang,
        entry=factories.entry(),
        files=((old, "Lampiran lama"),),
        now=now,
    )
    actions.publish_information(actor=desk.ppid, information=row, now=now)
    new = factories.uploaded(desk.ppid, now=now)
    later = now + timedelta(days=60)
    actions.change_information(
        actor=desk.ppid,
        information=row,
        entry=factories.entry(title="Laporan kinerja 2025"),
        files=((new, "Lampiran baru"),),
        remove=(row.files.get().pk,),
        now=later,
    )
    assert [file.title for file in row.files.all()] == ["Lampiran baru"]
    assert Attachment.objects.get(pk=old).state == FileState.REMOVED
    assert queries.found_entries("kinerja").get().review_on == date(2026, 11, 15)
    assert Event.objects.get(name="information.changed").data["fields"] == "title"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": " "}, "title"),
        ({"summary": ""}, "summary"),
        ({"holding_unit": ""}, "holding_unit"),
        ({"responsible": "x" * 161}, "responsible"),
        ({"category": "hidden"}, "category"),
        ({"category": law.EXEMPT}, "category"),
        ({"soft": False, "hard": False}, "soft"),
        ({"made_on": date(2027, 1, 1)}, "made_on"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_by_field(
    over: dict[str, Any], field: str, desk: Desk, now: datetime
) -> None:
    with pytest.raises(rules.InputRefused) as refusal:
        actions.add_information(
            actor=desk.ppid, organisation=desk.world.bontang, entry=factories.entry(**over), now=now
        )
    assert set(refusal.value.problems) == {field}


def test_an_entry_says_where_it_can_be_had(desk: Desk, now: datetime) -> None:
    row = actions.add_information(
        actor=desk.ppid, organisation=desk.world.bontang, entry=factories.entry(place=""), now=now
    )
    with pytest.raises(rules.ActionRefused, match="Lampirkan berkas"):
        actions.publish_information(actor=desk.ppid, information=row, now=now)


def test_strangers_touch_no_entry_and_no_exclusion(desk: Desk, now: datetime) -> None:
    row, proposed = factories.listed(desk, now=now), factories.proposed(desk, now=now)
    world, events = desk.world, Event.objects.count()
    for who in (desk.stranger, desk.auditor, world.bontang_counter):
        for deed in (
            lambda who=who: actions.add_information(
                actor=who, organisation=world.bontang, entry=factories.entry(), now=now
            ),
            lambda who=who: actions.change_information(actor=who, information=row, entry=factories.entry(), now=now),
            lambda who=who: actions.publish_information(actor=who, information=row, now=now),
            lambda who=who: actions.withdraw_information(actor=who, information=row, reason="x", now=now),
            lambda who=who: actions.record_test(
                actor=who, exclusion=proposed, tested=factories.examined(now.date()), now=now
            ),
            lambda who=who: actions.decide_exclusion(actor=who, exclusion=proposed, now=now),
            lambda who=who: actions.drop_exclusion(actor=who, exclusion=proposed, reason="x", now=now),
            lambda who=who: actions.end_exclusion(actor=who, exclusion=proposed, reason="x", now=now),
        ):
            with pytest.raises(rules.NotAllowed):
                deed()
    assert Event.objects.count() == events
    with pytest.raises(Http404):
        access.get_entry_for_officer(desk.stranger, row.pk)
    with pytest.raises(Http404):
        access.get_exclusion_for_officer(desk.stranger, proposed.pk)


def test_nothing_is_excluded_without_a_test_and_a_decision_of_the_head(desk: Desk, now: datetime) -> None:
    row = factories.proposed(desk, now=now)
    with pytest.raises(rules.ActionRefused, match="Diusulkan"):
        actions.decide_exclusion(actor=desk.head, exclusion=row, now=now)
    actions.record_test(actor=desk.ppid, exclusion=row, tested=factories.examined(now.date(), listing.OPEN), now=now)
    with pytest.raises(rules.ActionRefused, match="membuka informasi"):
        actions.decide_exclusion(actor=desk.head, exclusion=row, now=now)
    actions.record_test(actor=desk.ppid, exclusion=row, tested=factories.examined(now.date()), now=now)
    with pytest.raises(rules.NotAllowed):
        actions.decide_exclusion(actor=desk.ppid, exclusion=row, now=now)
    row = actions.decide_exclusion(actor=desk.head, exclusion=row, now=now)
    assert (row.state, row.decree) == (exclusions.IN_FORCE, Document.objects.get())
    assert list(access.public_exclusions(now)) == [row]
    entry = factories.entry(category=law.EXEMPT)
    listed = actions.add_information(
        actor=desk.ppid, organisation=desk.world.bontang, entry=entry, exclusion=row, now=now
    )
    assert listed.exclusion == row


def test_an_exclusion_ends_with_its_time(desk: Desk, now: datetime) -> None:
    row = factories.excluded(desk, now=now, ends_on=date(2026, 3, 20))
    assert row.holds_at(now + timedelta(days=4))
    assert not row.holds_at(now + timedelta(days=5))
    midnight = datetime(2026, 3, 21, tzinfo=ZoneInfo("Asia/Jakarta"))  # in Greenwich it is still the day before
    before, after = midnight - timedelta(minutes=30), midnight + timedelta(minutes=30)
    assert list(access.public_exclusions(before)) == [row]
    assert list(access.public_exclusions(after)) == []
    assert ticks.close_what_is_over(before) == 0
    assert ticks.close_what_is_over(after) == 1
    assert Exclusion.objects.get().state == exclusions.ENDED


def test_disclosed_information_is_offered_again_to_everybody(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, now=now)
    place = desk.world.bontang
    with pytest.raises(rules.ActionRefused, match="sudah diserahkan"):
        actions.add_information(actor=desk.ppid, organisation=place, entry=factories.entry(), from_request=row, now=now)
    row = actions.deliver(actor=desk.ppid, request=row, now=now + timedelta(days=2))
    entry = actions.add_information(
        actor=desk.ppid, organisation=place, entry=factories.entry(), from_request=row, now=now + timedelta(days=2)
    )
    assert Information.objects.get().from_request == row
    assert entry.state == entries.DRAFT
    with pytest.raises(rules.NotAllowed):
        actions.add_information(
            actor=desk.stranger,
            organisation=desk.world.bengkalis,
            entry=factories.entry(),
            from_request=row,
            now=now,
        )
