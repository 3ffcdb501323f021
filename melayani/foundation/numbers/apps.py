from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "melayani.foundation.numbers"
    label = "numbers"
