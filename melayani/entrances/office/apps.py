from importlib import import_module

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "melayani.entrances.office"
    label = "office"

    def ready(self) -> None:
        for part in ("checks", "events", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
