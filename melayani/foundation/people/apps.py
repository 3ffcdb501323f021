from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "melayani.foundation.people"
    label = "people"

    def ready(self) -> None:
        for part in ("checks", "events", "ticks"):
            import_module(f"melayani.foundation.people.{part}")
