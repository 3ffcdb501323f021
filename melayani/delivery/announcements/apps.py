from importlib import import_module

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "melayani.delivery.announcements"
    label = "announcements"

    def ready(self) -> None:
        for part in ("devices", "events", "reactions", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
