"""`python -m melayani create_api_key --organisation SLUG --scopes a,b`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actions import Refused, create_api_key
from melayani.foundation.people.rules import SCOPES


class Command(BaseCommand):
    help = f"Make an API key and print it once. Scopes: {', '.join(SCOPES)}"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, help="slug of the agency that answers for the key")
        parser.add_argument("--scopes", required=True, help="scopes separated by commas")
        parser.add_argument("--name", default="", help="what the key is for")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"no organisation has the slug {options['organisation']}", returncode=2)
        scopes = [part.strip() for part in options["scopes"].split(",") if part.strip()]
        try:
            _, plain = create_api_key(
                actor=SYSTEM, organisation=organisation, scopes=scopes, name=options["name"], now=timezone.now()
            )
        except Refused as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(plain)
