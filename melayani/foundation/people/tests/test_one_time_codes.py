"""One-time codes: the digits, sending, checking, the limits, and nobody shut out behind a shared address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact, OutboxMessage
from melayani.foundation.people.actions import CodeRefused, TooMany, check_code, send_code, throttle
from melayani.foundation.people.codes import sweep_codes
from melayani.foundation.people.models import Attempt, OneTimeCode
from melayani.foundation.people.rules import (
    CODE_LIFE,
    CODES_PER_CONTACT,
    address_group,
    client_address,
    make_code,
    read_code,
)
from melayani.foundation.people.ticks import sweep

ADDRESS = "203.0.113.7"


@pytest.fixture
def siti(db: None, now: datetime) -> Contact:
    return keep_contact(email="siti@contoh.id", now=now)


def send(contact: Contact, now: datetime, *, purpose: str = "draft", address: str = ADDRESS) -> str:
    """Send a code and read it from the message that went into the outbox."""
    send_code(contact=contact, purpose=purpose, address=address, now=now)
    body = OutboxMessage.objects.order_by("-pk")[0].body
    found = re.search(r"\d{3} \d{3}", body)
    assert found
    return found.group()


def check(contact: Contact, typed: str, now: datetime, *, purpose: str = "draft", address: str = ADDRESS) -> bool:
    return check_code(contact=contact, purpose=purpose, typed=typed, address=address, now=now)


def another(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 1_000_000:06d}"


def test_the_right_code_proves_the_contact_once(siti: Contact, now: datetime) -> None:
    code = send(siti, now)
    assert check(siti, code, now + timedelta(minutes=9))
    siti.refresh_from_db()
    assert siti.verified_at == now + timedelta(minutes=9)
    with pytest.raises(CodeRefused, match="tidak berlaku"):
        check(siti, code, now + timedelta(minutes=9))


def test_the_message_with_the_code_ends_with_the_code(siti: Contact, now: datetime) -> None:
    send(siti, now)
    assert OutboxMessage.objects.get().expires_at == now + CODE_LIFE


def test_the_database_holds_no_code_in_the_clear(siti: Contact, now: datetime) -> None:
    code = send(siti, now).replace(" ", "")
    row = OneTimeCode.objects.get()
    assert code not in row.code_hash
    assert len(row.code_hash) == 64


def test_ten_minutes_later_it_is_over(siti: Contact, now: datetime) -> None:
    code = send(siti, now)
    with pytest.raises(CodeRefused, match="tidak berlaku"):
        check(siti, code, now + timedelta(minutes=10))


def test_five_wrong_tries_end_it_and_each_says_how_many_are_left(siti: Contact, now: datetime) -> None:
    code = send(siti, now)
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeRefused, match=f"Masih {left}"):
            check(siti, another(code), now)
    with pytest.raises(CodeRefused, match="Minta kode baru"):
        check(siti, another(code), now)
    with pytest.raises(CodeRefused, match="tidak berlaku"):
        check(siti, code, now)


def test_something_that_is_no_code_costs_no_try(siti: Contact, now: datetime) -> None:
    code = send(siti, now)
    for typed in ("", "12345", "abcdef", "1234567", "x" * 10_000):
        with pytest.raises(CodeRefused, match="6 angka"):
            check(siti, typed, now)
    assert check(siti, code, now)


def test_a_new_code_ends_the_one_before(siti: Contact, now: datetime) -> None:
    first = send(siti, now)
    second = send(siti, now + timedelta(minutes=1))
    if first != second:
        with pytest.raises(CodeRefused):
            check(siti, first, now + timedelta(minutes=2))
    assert check(siti, second, now + timedelta(minutes=2))


def test_a_code_is_good_for_its_purpose_and_contact_only(siti: Contact, now: datetime) -> None:
    budi = keep_contact(phone="0812 3456 7890", now=now)
    code = send(siti, now)
    with pytest.raises(CodeRefused):
        check(siti, code, now, purpose="survey")
    with pytest.raises(CodeRefused):
        check(budi, code, now)
    assert check(siti, code, now)


def test_five_codes_an_hour_per_contact(siti: Contact, now: datetime) -> None:
    for _ in range(CODES_PER_CONTACT):
        send(siti, now)
    with pytest.raises(TooMany) as refused:
        send(siti, now + timedelta(minutes=20))
    assert refused.value.retry_after == 40 * 60
    assert "40 menit" in str(refused.value)
    send(siti, now + timedelta(hours=1))


def test_others_behind_the_same_address_still_get_codes(siti: Contact, now: datetime) -> None:
    """A village office, a school, a mobile carrier: one contact over its limit shuts out nobody else."""
    for _ in range(CODES_PER_CONTACT):
        send(siti, now)
    for number in range(40):
        neighbour = keep_contact(email=f"tetangga{number}@contoh.id", now=now)
        assert send(neighbour, now)


def test_a_refused_attempt_is_not_counted(db: None, now: datetime) -> None:
    for _ in range(3):
        throttle(scope="t", key="k", limit=3, window=timedelta(minutes=1), now=now)
    for second in range(59):
        with pytest.raises(TooMany):
            throttle(scope="t", key="k", limit=3, window=timedelta(minutes=1), now=now + timedelta(seconds=second))
    throttle(scope="t", key="k", limit=3, window=timedelta(minutes=1), now=now + timedelta(seconds=60))


def test_attempts_counted_together_never_pass_the_limit(db: None, now: datetime) -> None:
    for _ in range(2):
        throttle(scope="t", key="k", limit=7, window=timedelta(minutes=1), now=now, count=3)
    with pytest.raises(TooMany) as refused:
        throttle(scope="t", key="k", limit=7, window=timedelta(minutes=1), now=now, count=3)
    assert (Attempt.objects.count(), refused.value.retry_after) == (6, 60)


def test_scopes_and_keys_are_counted_apart(db: None, now: datetime) -> None:
    for scope, key in (("a", "k"), ("b", "k"), ("a", "l")):
        throttle(scope=scope, key=key, limit=1, window=timedelta(minutes=1), now=now)
    assert Attempt.objects.count() == 3


def test_attempts_hold_no_address_in_the_clear(db: None, now: datetime) -> None:
    throttle(scope="t", key=ADDRESS, limit=1, window=timedelta(minutes=1), now=now)
    assert ADDRESS not in Attempt.objects.get().key_hash


def test_the_tick_forgets_what_is_over(siti: Contact, now: datetime) -> None:
    send(siti, now)
    assert sweep(now + timedelta(hours=1)) == 0
    assert sweep_codes(now + timedelta(days=2)) == 1
    assert sweep(now + timedelta(days=3)) == 2
    assert not Attempt.objects.exists()


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.sampled_from(["", " ", "-", "  ", "."]))
def test_digits_are_read_however_they_are_grouped(digits: str, gap: str) -> None:
    if digits.isascii():
        assert read_code(f" {digits[:3]}{gap}{digits[3:]} ") == digits


@given(st.text(max_size=40))
def test_anything_else_is_no_code(text: str) -> None:
    code = read_code(text)
    assert code is None or re.fullmatch("[0-9]{6}", code)


def test_codes_keep_their_leading_zeros() -> None:
    assert all(re.fullmatch("[0-9]{6}", make_code()) for _ in range(200))


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "expected"),
    [
        ("198.51.100.1", "", 0, "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9", 0, "10.0.0.1"),  # nobody is trusted: the header is the caller's own word
        ("10.0.0.1", "1.1.1.1, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9", 2, "10.0.0.1"),
        ("10.0.0.1", "nonsense", 1, "10.0.0.1"),
        ("", "", 0, ""),
        ("::1", "2001:db8::5", 1, "2001:db8::5"),
    ],
)
def test_only_the_trusted_end_of_the_header_is_believed(
    remote: str, forwarded: str, proxies: int, expected: str
) -> None:
    assert client_address(remote=remote, forwarded=forwarded, proxies=proxies) == expected


def test_one_home_with_ipv6_counts_as_one() -> None:
    assert address_group("2001:db8::5") == address_group("2001:db8::ffff:1")
    assert address_group("2001:db8:0:1::5") != address_group("2001:db8::5")
    assert address_group("203.0.113.9") == "203.0.113.9"
    assert address_group("") == "unknown"
