from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "melayani.foundation.organisations"
    label = "organisations"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
