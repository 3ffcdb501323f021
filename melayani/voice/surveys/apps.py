from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "melayani.voice.surveys"
    label = "surveys"

    def ready(self) -> None:
        for part in ("events", "reactions", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
