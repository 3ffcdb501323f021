from importlib import import_module

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "melayani.foundation.workdays"
    label = "workdays"

    def ready(self) -> None:
        import_module("melayani.foundation.workdays.events")  # registers the words of its events
