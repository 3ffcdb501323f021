from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "melayani.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        import_module("melayani.foundation.audit.worker")  # registers its ticks
