from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "melayani.foundation.attachments"
    label = "attachments"
