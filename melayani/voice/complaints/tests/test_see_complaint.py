"""Who sees which case: anonymous, secret and oversight cell by cell, for each reader; strangers find nothing."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest
from django.http import Http404

from melayani.foundation.audit import react_to_news
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import officer
from melayani.voice.complaints import access, routing, states
from melayani.voice.complaints.models import Complaint, Publication
from melayani.voice.complaints.tests import factories
from melayani.voice.complaints.tests.factories import Town

pytestmark = pytest.mark.django_db

CELLS = list(product((False, True), repeat=3))  # anonymous, secret, oversight


def _reads(person: Officer, row: Complaint) -> bool:
    try:
        found = access.get_for_officer(person, row.number)
    except Http404:
        return False
    return found.pk == row.pk


@pytest.mark.parametrize(("anonymous", "secret", "oversight"), CELLS)
def test_the_matrix_of_visibility(town: Town, now: datetime, anonymous: bool, secret: bool, oversight: bool) -> None:
    row = factories.filed(town, now=now, anonymous=anonymous, secret=secret, conduct=oversight)
    row = Complaint.objects.select_related(*access.LOADED).get(pk=row.pk)
    # the office that was complained about reads it, unless it is about misconduct; the city above always does
    at_the_office = [town.registry_liaison, town.people.bontang_head]
    assert [_reads(person, row) for person in at_the_office] == [not oversight] * 2
    assert _reads(town.city_liaison, row)
    assert _reads(town.auditor, row)
    for person in (town.stranger, town.regency_liaison, town.works_liaison, town.bureau, town.people.bontang_processor):
        assert not _reads(person, row)
    # the name: shown to those who handle it, unless anonymous, then to nobody at all
    reader = town.city_liaison if oversight else town.registry_liaison
    shown = access.reporter_of(reader, row)
    assert shown.known != anonymous
    assert (row.name, row.email, row.nik_hash, row.email_hash) == ("", "", "", "") if anonymous else row.name
    assert not access.reporter_of(town.auditor, row).known
    # the public: never before moderation, and never what is secret or about misconduct
    assert row.publication == (Publication.PRIVATE if secret or oversight else Publication.PENDING)
    facts = states.Facts(verified=True, secret=row.secret_content, oversight=row.is_guarded)
    assert bool(states.why_not_yet(states.VERIFIED, states.PUBLISH, facts)) == (secret or oversight)


@pytest.mark.parametrize(("anonymous", "secret", "oversight"), CELLS)
def test_no_public_read_shows_what_is_not_published(
    town: Town, now: datetime, anonymous: bool, secret: bool, oversight: bool
) -> None:
    row = factories.filed(town, now=now, anonymous=anonymous, secret=secret, conduct=oversight)
    assert not access.public().exists()
    with pytest.raises(Http404):
        access.get_public(row.number)


def test_a_report_about_misconduct_goes_above_and_is_told_to_nobody_there(town: Town, now: datetime) -> None:
    row = factories.oversight(town, now=now)
    assert (row.about, row.coordinator) == (town.registry, town.city)
    react_to_news(now)
    addresses = {one.address for one in OutboxMessage.objects.filter(reference_number=row.number)}
    assert town.city_liaison.person.email in addresses
    assert town.registry_liaison.person.email not in addresses
    for lists in (access.visible_to, access.held_by, access.owed_by, access.coordinated_by):
        assert not lists(town.registry_liaison).filter(pk=row.pk).exists()
        assert not lists(town.unit_head).filter(pk=row.pk).exists()
    assert access.held_by(town.city_liaison).filter(pk=row.pk).exists()


def test_a_second_post_at_the_office_hides_the_case_from_a_city_officer(town: Town, now: datetime) -> None:
    row = factories.oversight(town, now=now)
    person = town.city_liaison.person
    from melayani.foundation.people.models import Membership
    from melayani.foundation.people.tests.factories import LONG_AGO, reload_officer

    Membership.objects.create(person=person, organisation=town.unit, role=Role.COUNTER, since=LONG_AGO)
    both = reload_officer(person)
    assert not _reads(both, row)
    row = Complaint.objects.select_related(*access.LOADED).get(pk=row.pk)
    assert access.actions_of(both, row) == frozenset()
    assert routing.recipients(row, town.city, now) != []
    assert person.pk not in {one.person_id for one in routing.recipients(row, town.city, now)}


def test_a_guarded_case_cannot_be_given_to_the_office_it_is_about(town: Town, now: datetime) -> None:
    row = Complaint.objects.select_related(*access.LOADED).get(pk=factories.oversight(town, now=now).pk)
    allowed = {place: access.may_hold(row, place) for place in (town.registry, town.unit, town.inspectorate, town.city)}
    assert list(allowed.values()) == [False, False, True, True]


def test_once_classed_as_no_oversight_the_office_sees_it(town: Town, now: datetime) -> None:
    row = factories.oversight(town, now=now)
    Complaint.objects.filter(pk=row.pk).update(complaint_class="non_oversight", organisation=town.registry)
    assert _reads(town.registry_liaison, row)


def test_roles_and_verbs(town: Town, now: datetime) -> None:
    row = Complaint.objects.select_related(*access.LOADED).get(pk=factories.filed(town, now=now).pk)
    assert states.VERIFY in access.actions_of(town.registry_liaison, row)
    assert states.ANSWER in access.actions_of(town.city_head, row)
    assert access.actions_of(town.stranger, row) == frozenset()
    assert states.ANSWER not in access.actions_of(town.people.bontang_processor, row)
    assert access.actions_of(town.auditor, row) == {access.READ_STATISTICS}
    counter = access.actions_of(town.people.bontang_counter, row)
    assert counter == {states.COMPLETE, states.CONTINUE, states.REPLY, states.CONTEST, access.FILE_ON_BEHALF}


def test_a_unit_cannot_class_or_reject_what_the_city_received(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now, about=town.city)
    Complaint.objects.filter(pk=row.pk).update(organisation=town.works)
    row = Complaint.objects.select_related(*access.LOADED).get(pk=row.pk)
    own = access.actions_of(town.works_liaison, row)
    assert states.ANSWER in own
    assert not own & access.COORDINATORS_VERBS
    assert access.COORDINATORS_VERBS & access.actions_of(town.city_liaison, row)


def test_nobody_agrees_or_withdraws_for_the_reporter(town: Town, now: datetime) -> None:
    row = Complaint.objects.select_related(*access.LOADED).get(pk=factories.filed(town, now=now).pk)
    everybody = [town.registry_liaison, town.city_head, town.people.bontang_counter]
    for person in everybody:
        assert not {states.CONFIRM, states.WITHDRAW} & access.actions_of(person, row)


def test_only_the_secret_opens_a_case(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    other = factories.filed(town, now=now, email="lain@contoh.id", text="Antrean loket sampai tiga jam setiap hari.")
    assert access.get_for_citizen(row.number, row.secret).pk == row.pk
    for number, secret in ((row.number, other.secret), (row.number, ""), ("ADU-1", row.secret), ("", "")):
        with pytest.raises(Http404):
            access.get_for_citizen(number, secret)


def test_the_paper_code_opens_the_case_of_its_number_only(town: Town, now: datetime) -> None:
    row = factories.by_letter(town, now=now)
    other = factories.filed(town, now=now)
    found = access.find_by_paper_code(row.number.lower(), row.paper_code)
    assert found == row
    assert access.find_by_paper_code(other.number, row.paper_code) is None
    assert access.find_by_paper_code(row.number, "0000000000") is None


def test_the_officer_who_filed_prints_the_receipt_for_some_hours(town: Town, now: datetime) -> None:
    row = factories.by_letter(town, now=now)
    counter = town.people.bontang_counter
    assert access.get_filed(counter, row.number, now) == row
    for person, moment in ((town.registry_liaison, now), (counter, now + access.RECEIPT_LIFE)):
        with pytest.raises(Http404):
            access.get_filed(person, row.number, moment)


def test_reading_a_case_costs_the_same_with_few_and_many(town: Town, now: datetime) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    row = factories.filed(town, now=now)
    counts = []
    for place in range(3):
        factories.filed(town, now=now, email=f"warga-{place}@contoh.id", text=f"{factories.STORY} Tiang {place}.")
        with CaptureQueriesContext(connection) as queries:
            access.get_for_officer(town.registry_liaison, row.number)
        counts.append(len(queries))
    assert counts == [1, 1, 1]


def test_an_officer_of_another_place_finds_nothing_in_any_list(town: Town, now: datetime) -> None:
    for make in (factories.filed, factories.secret, factories.anonymous):
        make(town, now=now, email=f"{make.__name__}@contoh.id")
    loner = officer(Role.HEAD, town.people.bengkalis_regency, name="Sekretaris Bengkalis")
    for person in (town.stranger, loner):
        assert not access.visible_to(person).exists()
        assert not access.held_by(person).exists()
        assert not access.owed_by(person).exists()
        assert not access.coordinated_by(person).exists()
