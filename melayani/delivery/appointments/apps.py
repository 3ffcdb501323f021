from importlib import import_module

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "melayani.delivery.appointments"
    label = "appointments"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
        import_module(f"{self.name}.reactions")
        import_module(f"{self.name}.ticks")
