from importlib import import_module

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "melayani.voice.complaints"
    label = "complaints"

    def ready(self) -> None:
        for part in ("checks", "events", "previews", "reactions", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
