from importlib import import_module

from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "melayani.delivery.queues"
    label = "queues"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
        import_module(f"{self.name}.reactions")
        import_module(f"{self.name}.telling")
        import_module(f"{self.name}.ticks")
