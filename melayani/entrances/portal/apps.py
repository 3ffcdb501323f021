from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "melayani.entrances.portal"
    label = "portal"

    def ready(self) -> None:
        import_module(f"{self.name}.composing.bands")  # says on screens what is announced
