"""The quota, the days of a window, late promises, the changing code, both sides of the record: as plain functions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.voice.consultations import rules, states
from melayani.voice.consultations.rules import attending, planning, recording, stakeholders
from melayani.voice.consultations.rules.stakeholders import Guest

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 16)
KIND = st.sampled_from(sorted(stakeholders.KINDS))
STATE = st.sampled_from(["prepared", "sent", "accepted", "declined"])
INVITED = st.lists(st.builds(Guest, kind=KIND, vulnerable=st.booleans(), state=STATE), max_size=40)
CAME = st.lists(st.builds(Guest, kind=KIND, vulnerable=st.booleans()), max_size=40)
WANTED = st.dictionaries(st.sampled_from([*stakeholders.KINDS, stakeholders.VULNERABLE]), st.integers(0, 60))


@given(WANTED, INVITED, CAME)
def test_every_guest_stands_in_exactly_one_kind(
    wanted: dict[str, int], invited: list[Guest], came: list[Guest]
) -> None:
    lines = stakeholders.quota(wanted, invited, came)
    kinds = [line for line in lines if line.key in stakeholders.KINDS]
    assert [line.key for line in lines] == [*stakeholders.KINDS, stakeholders.VULNERABLE]
    assert sum(line.attended for line in kinds) == len(came)
    assert sum(line.invited for line in kinds) == sum(guest.state != "declined" for guest in invited)
    assert lines[-1].attended == sum(guest.vulnerable for guest in came)


@given(WANTED, INVITED, CAME, st.randoms())
def test_the_order_of_guests_changes_nothing(
    wanted: dict[str, int], invited: list[Guest], came: list[Guest], random: object
) -> None:
    mixed, there = list(invited), list(came)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    random.shuffle(there)  # type: ignore[attr-defined]
    assert stakeholders.quota(wanted, mixed, there) == stakeholders.quota(wanted, invited, came)


@given(WANTED, INVITED, CAME, KIND)
def test_one_more_invitation_never_leaves_more_seats_missing(
    wanted: dict[str, int], invited: list[Guest], came: list[Guest], kind: str
) -> None:
    before = stakeholders.quota(wanted, invited, came)
    after = stakeholders.quota(wanted, [*invited, Guest(kind, state="sent")], came)
    for old, new in zip(before, after, strict=True):
        assert new.missing == max(0, old.missing - (old.key == kind)) or old.missing == 0 == new.missing


@given(CAME)
def test_kinds_present_are_between_none_and_five(came: list[Guest]) -> None:
    assert stakeholders.kinds_present(came) == len({guest.kind for guest in came})


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ({}, False),
        ({"users": 500}, False),
        ({"users": 501}, True),
        ({"users": -1}, True),
        ({"neighbours": 1}, True),
        ({"users": 2, "vulnerable": 2}, False),
        ({"users": 2, "vulnerable": 3}, True),
    ],
)
def test_a_quota_is_judged(wanted: dict[str, int], wrong: bool) -> None:
    assert bool(stakeholders.quota_problem(wanted)) is wrong


def plan(**changes: object) -> rules.Plan:
    given_: dict[str, object] = {"title": "T", "summary": "S", "purpose": planning.REVIEW, "form": planning.ONLINE}
    return rules.Plan(**{**given_, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"summary": "\x00"}, "summary"),
        ({"purpose": "fun"}, "purpose"),
        ({"form": "letter"}, "form"),
        ({"opens_on": TODAY}, "closes_on"),
        ({"opens_on": TODAY, "closes_on": TODAY - timedelta(days=1)}, "closes_on"),
        ({"opens_on": TODAY, "closes_on": TODAY + timedelta(days=93)}, "closes_on"),
        ({"opens_on": TODAY - timedelta(days=9), "closes_on": TODAY - timedelta(days=1)}, "closes_on"),
        ({"ends_at": NOW}, "starts_at"),
        ({"starts_at": NOW, "place": "Aula"}, "starts_at"),
        ({"starts_at": NOW, "ends_at": NOW + timedelta(hours=73), "place": "Aula"}, "starts_at"),
        ({"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1), "place": "Aula"}, "starts_at"),
        ({"starts_at": NOW + timedelta(days=1), "ends_at": NOW + timedelta(days=1, hours=1)}, "place"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"quota": {"users": 900}}, "quota"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_by_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(rules.InputRefused) as refused:
        planning.check_plan(plan(**changes), now=NOW, today=TODAY, running=False)
    assert list(refused.value.problems) == [field]


def test_every_problem_of_a_plan_is_told_at_once() -> None:
    with pytest.raises(rules.InputRefused) as refused:
        planning.check_plan(plan(title="", purpose="", link="ftp://x"), now=NOW, today=TODAY, running=False)
    assert set(refused.value.problems) == {"title", "purpose", "link"}


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 92), st.integers(-5, 100))
def test_both_ends_of_the_window_are_open(opens: date, length: int, offset: int) -> None:
    closes, day = opens + timedelta(days=length), opens + timedelta(days=offset)
    assert planning.is_window_open(opens, closes, day) is (0 <= offset <= length)


def test_a_promise_is_in_time_on_its_day() -> None:
    assert not planning.is_late(due=TODAY, done_on=None, today=TODAY)
    assert planning.is_late(due=TODAY, done_on=None, today=TODAY + timedelta(days=1))
    assert planning.is_late(due=TODAY, done_on=TODAY + timedelta(days=1), today=TODAY)
    assert not planning.is_late(due=TODAY, done_on=TODAY, today=TODAY + timedelta(days=9))


@pytest.mark.parametrize(
    ("last", "due"),
    [(None, True), (date(2025, 3, 16), True), (date(2025, 3, 17), False), (date(2026, 1, 1), False)],
)
def test_a_year_without_a_consultation_is_told(last: date | None, due: bool) -> None:
    assert planning.due_again(last, TODAY) is due


@given(st.integers(0, 4_000), st.integers(1, 6))
def test_a_changing_code_counts_for_as_many_steps_as_it_may(seconds: int, steps: int) -> None:
    code = str(attending.step_of(NOW))
    later = NOW + timedelta(seconds=seconds)
    passed = attending.step_of(later) - attending.step_of(NOW)
    assert attending.is_current(code, later, make=str, steps=steps) is (passed < steps)


@given(st.lists(st.sampled_from([recording.UNIT, *stakeholders.KINDS]), max_size=12))
def test_a_record_needs_both_sides(sides: list[str]) -> None:
    signers = [rules.Signer(side, f"Contoh {place}") for place, side in enumerate(sides)]
    both = recording.UNIT in sides and bool(set(sides) - {recording.UNIT})
    if both:
        assert recording.check_signers(signers) == signers
        return
    with pytest.raises(rules.InputRefused):
        recording.check_signers(signers)


def test_a_refusal_needs_its_reason() -> None:
    assert recording.check_answer(planning.ACCEPTED, " ") == ""
    for answer in (planning.PARTLY, planning.REFUSED):
        with pytest.raises(rules.InputRefused, match="alasan"):
            recording.check_answer(answer, "  ")
        assert recording.check_answer(answer, " Mahal. ") == "Mahal."


def test_who_came_and_did_not_sign_is_named() -> None:
    signers = [rules.Signer(recording.UNIT, "A"), rules.Signer(stakeholders.USERS, "B")]
    assert recording.sides_missing(signers, ["users", "media", "cso"]) == ["Organisasi masyarakat sipil", "Media massa"]


def test_why_a_record_cannot_be_signed_yet_is_said() -> None:
    facts = states.Facts(waiting=2, unanswered=1, summary_written=False)
    assert len(states.why_not_yet(states.HELD, states.SIGN, facts)) == 3
    assert states.why_not_yet(states.HELD, states.SIGN, states.Facts()) == ()
    assert "Disiapkan" in states.why_not_yet(states.PLANNED, states.SIGN, facts)[0]


def test_every_state_belongs_to_one_of_the_three_stages() -> None:
    members = [state for _, _, group in states.STAGES for state in group]
    assert sorted(members) == sorted(states.LABELS)
