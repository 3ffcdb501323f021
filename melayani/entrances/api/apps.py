from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "melayani.entrances.api"
    label = "api"
