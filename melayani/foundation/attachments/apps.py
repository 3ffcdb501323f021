from importlib import import_module

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "melayani.foundation.attachments"
    label = "attachments"

    def ready(self) -> None:
        for part in ("events", "ticks", "checks"):  # each registers itself
            import_module(f"{self.name}.{part}")
