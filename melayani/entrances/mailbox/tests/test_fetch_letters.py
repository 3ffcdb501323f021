"""Letters fetched from a real IMAP server: stored first, marked after, once each, whatever breaks in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from melayani.entrances.mailbox import imap, keeping, ticks
from melayani.entrances.mailbox.checks import check_mailbox_settings
from melayani.entrances.mailbox.tests import factories
from melayani.entrances.mailbox.tests.factories import letter
from melayani.entrances.mailbox.tests.server import Server
from melayani.foundation.messaging.models import InboundPayload


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    factories.on(settings)
    server = Server()
    settings.IMAP_URL = server.url
    ticks.rest.end()
    yield server
    ticks.rest.end()
    server.stop()


def stored() -> int:
    return InboundPayload.objects.filter(channel=keeping.CHANNEL).count()


@pytest.mark.django_db
def test_letters_are_stored_whole_and_marked_as_seen(server: Server, now: datetime) -> None:
    raw = bytes(letter("Baris\n.titik\n" + "x" * 70_000)).replace(b"\n", b"\r\n")
    kept = server.put(raw)
    server.put(bytes(letter("kedua")))
    assert ticks.fetch_letters(now) == 2
    assert kept.flags == {"\\Seen"}
    assert keeping.raw_of(InboundPayload.objects.earliest("pk")) == raw
    assert ticks.fetch_letters(now + timedelta(minutes=1)) == 0
    assert stored() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("move", [True, False])
def test_letters_are_moved_to_another_folder(settings: Any, server: Server, now: datetime, move: bool) -> None:
    server.move = move
    settings.IMAP_URL += "?done=Selesai"
    server.put(bytes(letter()))
    assert ticks.fetch_letters(now) == 1
    assert (len(server.folders["INBOX"]), len(server.folders["Selesai"])) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["drop", "TAG NO tidak bisa", "TAG BAD apa"])
def test_a_line_that_breaks_before_marking_doubles_nothing(server: Server, now: datetime, fault: str) -> None:
    kept = server.put(bytes(letter()))
    server.faults["STORE"] = fault
    with pytest.raises(imap.MailboxAway):
        ticks.fetch_letters(now)
    assert (stored(), kept.flags) == (1, set())
    server.faults.clear()
    assert ticks.fetch_letters(now + timedelta(minutes=2)) == 0
    assert (stored(), kept.flags) == (1, {"\\Seen"})


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", "FETCH"])
def test_a_server_that_fails_is_left_alone_for_a_while(server: Server, now: datetime, command: str) -> None:
    server.put(bytes(letter()))
    server.faults[command] = "drop"
    with pytest.raises(imap.MailboxAway):
        ticks.fetch_letters(now)
    asked = len(server.commands)
    assert ticks.fetch_letters(now + timedelta(seconds=59)) == 0
    assert len(server.commands) == asked
    server.faults.clear()
    assert ticks.fetch_letters(now + timedelta(seconds=60)) == 1


@pytest.mark.django_db
def test_rests_grow_to_a_quarter_of_an_hour(now: datetime) -> None:
    rest = ticks.Rest()
    lengths = []
    for _ in range(6):
        rest.begin(now)
        assert rest.until is not None
        lengths.append(int((rest.until - now).total_seconds() // 60))
    assert lengths == [1, 2, 4, 8, 15, 15]
    rest.end()
    assert rest.is_over(now)


@pytest.mark.django_db
def test_a_round_is_bounded_and_the_oldest_come_first(server: Server, now: datetime) -> None:
    letters = [server.put(bytes(letter(f"nomor {number}"))) for number in range(imap.ROUND_MOST + 3)]
    assert ticks.fetch_letters(now) == imap.ROUND_MOST
    assert [bool(one.flags) for one in letters] == [True] * imap.ROUND_MOST + [False] * 3
    assert ticks.fetch_letters(now + timedelta(minutes=1)) == 3


@pytest.mark.django_db
def test_of_a_letter_that_is_too_large_only_the_headers_come(server: Server, now: datetime) -> None:
    big = letter("isi yang tidak diambil")
    big["X-Pretended-Size"] = "60000000"
    kept = server.put(bytes(big).replace(b"\n", b"\r\n"))
    assert ticks.fetch_letters(now) == 1
    row = InboundPayload.objects.get()
    assert keeping.size_of(row) == (60_000_000, True)
    assert b"isi yang tidak diambil" not in keeping.raw_of(row)
    assert kept.flags == {"\\Seen"}


@pytest.mark.django_db
def test_letters_of_a_folder_made_anew_are_known_by_their_content(server: Server, now: datetime) -> None:
    server.put(bytes(letter()))
    ticks.fetch_letters(now)
    server.validity = 8
    server.folders["INBOX"][0].flags.clear()
    assert ticks.fetch_letters(now + timedelta(minutes=1)) == 0
    assert stored() == 1


@pytest.mark.django_db
def test_a_mailbox_that_is_off_is_not_asked(settings: Any, now: datetime) -> None:
    settings.IMAP_URL = ""
    assert ticks.fetch_letters(now) == 0


@pytest.mark.django_db
def test_old_letters_are_forgotten(settings: Any, now: datetime) -> None:
    factories.on(settings)
    payload = factories.came(letter("x"), now)
    assert ticks.forget_old_letters(now + timedelta(days=300)) == 0
    assert ticks.forget_old_letters(now + timedelta(days=366)) == 1
    assert keeping.letter_of(payload).kind == "broken"
    assert stored() == 1


@pytest.mark.parametrize(
    ("address", "secret", "url", "ids"),
    [
        ("", "", "", []),
        ("", "x" * 32, "imaps://a:b@c.id", ["mailbox.E001", "mailbox.E001"]),
        ("a@b.id", "", "", ["mailbox.E002"]),
        ("bukan alamat", "x" * 32, "", ["mailbox.E003"]),
        ("a+b@c.id", "x" * 32, "", ["mailbox.E003"]),
        ("a@b.id", "pendek", "", ["mailbox.E005"]),
        ("a@b.id", "", "http://x", ["mailbox.E004"]),
        ("a@b.id", "", "imaps://tanpa-pengguna.id", ["mailbox.E004"]),
        ("a@b.id", "", "imaps://a:b@c.id:abc", ["mailbox.E004"]),
        ("a@b.id", "", "imap://a:b@c.id", ["mailbox.W001"]),
        ("a@b.id", "", "imaps://a:b@c.id/INBOX?done=Selesai", []),
    ],
)
def test_a_half_configured_mailbox_is_refused(
    settings: Any, address: str, secret: str, url: str, ids: list[str]
) -> None:
    settings.MAIL_ADDRESS, settings.MAIL_SECRET, settings.IMAP_URL = address, secret, url
    assert [problem.id for problem in check_mailbox_settings(None)] == ids
