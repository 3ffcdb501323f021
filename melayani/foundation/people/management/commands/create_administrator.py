"""`python -m melayani create_administrator EMAIL --name NAME`: the first account of an installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actions import Refused, invite
from melayani.foundation.people.rules import Role


class Command(BaseCommand):
    help = "Print a link (7 days, single use) with which an administrator sets name, password and second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--organisation", help="slug; without it the account administers the whole installation")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["organisation"]
        organisation = Organisation.objects.filter(slug=slug).first() if slug else None
        if slug and organisation is None:
            raise CommandError(f"no organisation has the slug {slug}", returncode=2)
        try:
            _, link = invite(
                actor=SYSTEM,
                email=options["email"],
                name=options["name"],
                role=Role.ADMINISTRATOR,
                organisation=organisation,
                superuser=organisation is None,
                now=timezone.now(),
            )
        except Refused as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(link)
