from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "melayani.foundation.workdays"
    label = "workdays"
