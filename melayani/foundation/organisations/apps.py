from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "melayani.foundation.organisations"
    label = "organisations"
