from importlib import import_module

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "melayani.voice.consultations"
    label = "consultations"

    def ready(self) -> None:
        for part in ("events", "reactions", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
