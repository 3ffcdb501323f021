"""`python -m melayani send_test_message ADDRESS`: does mail arrive?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import Language, MessageState
from melayani.foundation.messaging.outbox import queue
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import Reference


class Command(BaseCommand):
    help = "Queue a trial message to an address, send what is due, and say what came of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--language", choices=Language.values, default=Language.INDONESIAN)

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            contact = keep_contact(email=options["address"], language=options["language"], now=now)
        except NotAContact as problem:
            raise CommandError(str(problem)) from problem
        message = queue(
            "message.trial",
            to=contact,
            template="messaging/trial",
            context={"site": settings.PUBLIC_URL},
            reference=Reference(kind="trial", number=now.isoformat()),
            now=now,
            language=options["language"],
        )
        if message is None:
            raise CommandError("The message was not queued.")
        send_due(now)
        message.refresh_from_db()
        if message.state != MessageState.SENT:
            raise CommandError(f"{message.get_state_display()}: {message.last_error or 'no channel is configured'}")
        self.stdout.write(f"{message.get_state_display()} ({message.channel})")
