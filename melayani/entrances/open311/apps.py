from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "melayani.entrances.open311"
    label = "open311"
