from importlib import import_module

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "melayani.voice.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        for part in ("events", "previews", "reactions", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
