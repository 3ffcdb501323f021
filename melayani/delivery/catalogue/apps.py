from importlib import import_module

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "melayani.delivery.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        for part in ("events", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
