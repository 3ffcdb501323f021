from django.apps import AppConfig

from melayani.foundation.ui.logs import configure


class UiConfig(AppConfig):
    name = "melayani.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        configure()
