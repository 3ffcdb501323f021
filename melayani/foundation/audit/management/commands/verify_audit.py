"""`python -m melayani verify_audit [--head H]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from melayani.foundation.audit.seal import Head, head, noted_heads, verify


class Command(BaseCommand):
    help = "Check the chain of events; exit 1 when one was changed, removed or reordered, or when the tail is cut."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", help="position:hash noted earlier; default: all notes outside the database")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            known = [Head.parse(options["head"])] if options["head"] else noted_heads()
        except ValueError as error:
            raise CommandError(f"not a head (position:hash): {error}", returncode=2) from error
        findings = verify(known)
        for finding in findings:
            self.stderr.write(f"position {finding.position}: {finding.what}")
        if findings:
            raise CommandError(f"{len(findings)} fault(s) found", returncode=1)
        self.stdout.write(f"{head()}")
