from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "melayani.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        for part in ("worker", "checks"):  # each registers itself
            import_module(f"{self.name}.{part}")
