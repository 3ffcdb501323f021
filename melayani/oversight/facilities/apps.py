from importlib import import_module

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "melayani.oversight.facilities"
    label = "facilities"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
        import_module(f"{self.name}.ticks")
