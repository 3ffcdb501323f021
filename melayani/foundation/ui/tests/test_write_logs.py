"""What stands in the log: one JSON object a line for machines, and no alarm for what a stranger sent."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client

from melayani.foundation.ui.logs import MachineFormatter, strangers_fault


def record(name: str, level: int, message: str) -> logging.LogRecord:
    """A record with the traceback of an error."""
    try:
        raise ValueError("rusak")
    except ValueError:
        return logging.LogRecord(name, level, __file__, 1, message, None, sys.exc_info())


def test_a_line_for_machines_is_one_json_object_without_secrets() -> None:
    secret = "gRI_tqcqJZTz0h0y2vZCDZhbMWVJfTxa"  # noqa: S105 - looks like one, opens nothing
    line = MachineFormatter().format(record("django.request", logging.ERROR, f"Gagal: /permohonan/x/{secret}/"))
    told = json.loads(line)
    assert "\n" not in line
    assert (told["logger"], told["level"]) == ("django.request", "error")
    assert "ValueError: rusak" in told["exception"]
    assert told["timestamp"].endswith("Z")
    assert secret not in line


def test_what_a_stranger_sent_is_a_warning_without_a_traceback() -> None:
    made = record("django.security.DisallowedHost", logging.ERROR, "Invalid HTTP_HOST header")
    assert strangers_fault(made)
    assert (made.levelname, made.exc_info) == ("WARNING", None)


@pytest.mark.django_db
def test_a_made_up_host_is_told_by_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    (told,) = [one for one in caplog.records if one.name == "django.security.DisallowedHost"]
    assert (told.levelname, told.exc_info) == ("WARNING", None)
