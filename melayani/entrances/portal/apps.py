from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "melayani.entrances.portal"
    label = "portal"
