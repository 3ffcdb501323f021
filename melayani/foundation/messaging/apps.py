from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "melayani.foundation.messaging"
    label = "messaging"
