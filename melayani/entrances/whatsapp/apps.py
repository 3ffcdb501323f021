from importlib import import_module

from django.apps import AppConfig


class WhatsappConfig(AppConfig):
    name = "melayani.entrances.whatsapp"
    label = "whatsapp"

    def ready(self) -> None:
        import_module(f"{self.name}.reading")  # registers itself
