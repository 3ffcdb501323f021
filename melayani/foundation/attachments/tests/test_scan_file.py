"""The antivirus, against a server that speaks clamd's wire format."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from melayani.foundation.attachments import scanner
from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.checks import check_scanner_address
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import FileRefused
from melayani.foundation.attachments.tests.factories import SARI, photo, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


class Clamd:
    """Takes one INSTREAM command, keeps what was sent, gives the answer it was told to give."""

    def __init__(self, listener: socket.socket, answer: bytes | None, *, hang_up_early: bool = False) -> None:
        self.listener, self.answer, self.hang_up_early = listener, answer, hang_up_early
        self.received = b""
        self.may_end = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while not self.hang_up_early and (length := struct.unpack("!L", stream.read(4))[0]):
                self.received += stream.read(length)
            if self.answer is None:
                self.may_end.wait(10)
            else:
                connection.sendall(self.answer)


@contextmanager
def clamd(settings: Any, answer: bytes | None, *, path: Path | None = None, **options: Any) -> Iterator[Clamd]:
    if path:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(path))
        settings.CLAMD_ADDRESS = str(path)
    else:
        listener = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"127.0.0.1:{listener.getsockname()[1]}"
    with listener:
        listener.listen(1)
        server = Clamd(listener, answer, **options)
        yield server
        server.may_end.set()
        server.thread.join(5)


def test_a_clean_file_passes_and_was_sent_whole(settings: Any, now: datetime) -> None:
    content = photo(size=(900, 900), format="PNG")
    with clamd(settings, b"stream: OK\0") as server:
        store(upload=upload(content), actor=SARI, now=now)
    assert server.received == content


def test_a_file_of_many_chunks_arrives_whole_over_a_unix_socket(settings: Any, tmp_path: Path) -> None:
    content = bytes(range(256)) * 1000
    with clamd(settings, b"stream: OK\0", path=tmp_path / "clamd.sock") as server:
        scanner.scan(io.BytesIO(content))
    assert server.received == content


def test_a_virus_is_refused_and_nothing_kept(settings: Any, now: datetime) -> None:
    with clamd(settings, b"stream: Eicar-Test-Signature FOUND\0"), pytest.raises(FileRefused, match="virus dan tidak"):
        store(upload=upload(photo()), actor=SARI, now=now)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: nonsense\0", b""])
def test_an_answer_that_is_neither_yes_nor_no_refuses(settings: Any, now: datetime, answer: bytes) -> None:
    with clamd(settings, answer), pytest.raises(FileRefused, match="tidak menjawab"):
        store(upload=upload(photo()), actor=SARI, now=now)


def test_a_scanner_that_hangs_up_in_the_middle_refuses(settings: Any) -> None:
    answer = b"INSTREAM size limit exceeded. ERROR\0"
    with clamd(settings, answer, hang_up_early=True), pytest.raises(FileRefused, match="tidak menjawab"):
        scanner.scan(io.BytesIO(b"x" * 5_000_000))


def test_a_scanner_that_hangs_is_given_up(settings: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "ANSWER_SECONDS", 0.2)
    with clamd(settings, None), pytest.raises(FileRefused, match="tidak menjawab"):
        store(upload=upload(photo()), actor=SARI, now=now)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "clamd"])
def test_a_scanner_that_is_away_refuses(settings: Any, now: datetime, address: str) -> None:
    settings.CLAMD_ADDRESS = address
    with pytest.raises(FileRefused, match="tidak menjawab"):
        store(upload=upload(photo()), actor=SARI, now=now)


@pytest.mark.parametrize(
    ("address", "ids"),
    [("", []), ("/run/clamd.sock", []), ("localhost:3310", []), ("clamd", ["attachments.E001"])],
)
def test_a_wrong_address_is_found_by_the_system_check(settings: Any, address: str, ids: list[str]) -> None:
    settings.CLAMD_ADDRESS = address
    assert [problem.id for problem in check_scanner_address(None)] == ids
