from importlib import import_module

from django.apps import AppConfig


class InnovationsConfig(AppConfig):
    name = "melayani.oversight.innovations"
    label = "innovations"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
        import_module(f"{self.name}.ticks")
