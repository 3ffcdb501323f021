from importlib import import_module

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "melayani.oversight.training"
    label = "training"

    def ready(self) -> None:
        for part in ("events", "ticks", "rooms.checks"):  # each registers itself
            import_module(f"{self.name}.{part}")
