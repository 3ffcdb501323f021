from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "melayani.foundation.ui"
    label = "ui"
