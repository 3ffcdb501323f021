from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "melayani.foundation.documents"
    label = "documents"
