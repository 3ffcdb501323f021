from django.apps import AppConfig


class QueuesConfig(AppConfig):
    name = "melayani.delivery.queues"
    label = "queues"
