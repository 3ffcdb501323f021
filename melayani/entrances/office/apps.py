from importlib import import_module

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "melayani.entrances.office"
    label = "office"

    def ready(self) -> None:
        import_module("melayani.entrances.office.events")  # registers the words of its events
