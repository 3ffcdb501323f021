from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "melayani.oversight.reporting"
    label = "reporting"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
        import_module(f"{self.name}.ticks")
