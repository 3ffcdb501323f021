"""What the tests of the citizen's form need around them."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture
def mail_goes_out(settings: Settings) -> None:
    """E-mail can be sent, so that codes reach e-mail addresses; telephones are reached by no channel."""
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.id"
