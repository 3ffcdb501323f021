from importlib import import_module

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "melayani.foundation.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        for part in ("checks", "events", "reactions", "ticks"):  # each registers itself
            import_module(f"{self.name}.{part}")
