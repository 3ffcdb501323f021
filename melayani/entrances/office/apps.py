from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "melayani.entrances.office"
    label = "office"
