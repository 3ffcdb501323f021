from importlib import import_module

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "melayani.voice.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
        import_module(f"{self.name}.reactions")
        import_module(f"{self.name}.ticks")
