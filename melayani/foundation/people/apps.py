from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "melayani.foundation.people"
    label = "people"
