from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "melayani.delivery.applications"
    label = "applications"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
        import_module(f"{self.name}.previews")
        import_module(f"{self.name}.reactions")
        import_module(f"{self.name}.ticks")
