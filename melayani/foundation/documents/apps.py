from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "melayani.foundation.documents"
    label = "documents"

    def ready(self) -> None:
        import_module("melayani.foundation.documents.events")
