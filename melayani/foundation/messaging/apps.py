from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "melayani.foundation.messaging"
    label = "messaging"

    def ready(self) -> None:
        for part in (
            "events",
            "ticks",
            "channels.email.checks",
            "channels.chat.checks",
            "channels.push.checks",
            "following",
            "channels.sms.checks",
            "channels.whatsapp.checks",
        ):  # each registers itself
            import_module(f"{self.name}.{part}")
