from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "melayani.delivery.applications"
    label = "applications"
