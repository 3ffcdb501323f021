from importlib import import_module

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "melayani.entrances.mailbox"
    label = "mailbox"

    def ready(self) -> None:
        for part in ("checks", "events", "reading", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
